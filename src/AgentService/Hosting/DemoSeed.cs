using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tools.Crm;

namespace AiDesk.Agent.Hosting;

/// <summary>What the two demo tenants begin with: settings, colleagues, customers, orders and knowledge. Seeding again changes nothing.</summary>
internal sealed class DemoSeed(DeskDatabase database, KnowledgeSeed knowledge)
{
    private static readonly DemoTenant[] Tenants =
    [
        new(CrmSeed.Shop, "Tienda Alba", "es", "Europe/Madrid", 2, [("demo-approver", "Vera"), ("demo-agent", "Iker")]),
        new(CrmSeed.Payments, "Harbour Pay", "en", "Europe/London", 1, [("demo-approver", "Imogen"), ("demo-agent", "Rory")]),
    ];

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in Tenants)
        {
            await using (var work = await database.BeginAsync(tenant.Id, cancellationToken).ConfigureAwait(false))
            {
                await work.ExecuteAsync(
                    "INSERT INTO desk.settings (tenant_id, mode, level, locale, time_zone, business) VALUES (@tenant, 'copilot', @Level, @Locale, @Zone, @Business) ON CONFLICT DO NOTHING",
                    new { tenant.Level, tenant.Locale, tenant.Zone, tenant.Business }, cancellationToken).ConfigureAwait(false);
                foreach (var (id, name) in tenant.People)
                {
                    await work.ExecuteAsync("INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@tenant, @id, @name) ON CONFLICT DO NOTHING", new { id, name }, cancellationToken).ConfigureAwait(false);
                }

                await CrmSeed.ApplyAsync(work, cancellationToken).ConfigureAwait(false);
                await work.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            await knowledge.SeedAsync(tenant.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record DemoTenant(string Id, string Business, string Locale, string Zone, int Level, (string Id, string Name)[] People);
}
