using AiDesk.Agent.Demo;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tools.Crm;

namespace AiDesk.Agent.Hosting;

/// <summary>
/// What the two demo tenants begin with: settings, colleagues, customers, orders and knowledge; and, apart from that, what makes the pages worth looking at.
/// Doing either again changes nothing.
/// </summary>
internal sealed class DemoSeed(DeskDatabase database, KnowledgeSeed knowledge, DemoHistory history, LiveDemo live)
{
    /// <summary>400 conversations of a tenant, in five weeks.</summary>
    private const int HistoryRuns = 665;

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in DemoTenant.All)
        {
            await using (var work = await database.BeginAsync(tenant.Id, cancellationToken).ConfigureAwait(false))
            {
                await work.ExecuteAsync(
                    "INSERT INTO desk.settings (tenant_id, mode, level, locale, time_zone, business) VALUES (@tenant, 'copilot', @Level, @Locale, @Zone, @Business) ON CONFLICT DO NOTHING",
                    new { tenant.Level, tenant.Locale, tenant.Zone, tenant.Business }, cancellationToken).ConfigureAwait(false);
                foreach (var person in tenant.People.Where(person => person.Role != "customer"))
                {
                    await work.ExecuteAsync("INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@tenant, @Id, @Name) ON CONFLICT DO NOTHING", new { person.Id, person.Name }, cancellationToken).ConfigureAwait(false);
                }

                await CrmSeed.ApplyAsync(work, cancellationToken).ConfigureAwait(false);
                await work.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            await knowledge.SeedAsync(tenant.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Five weeks of history, then conversations that wait for people. The graph must be at work, and the policy service answer.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in DemoTenant.All)
        {
            await history.AddAsync(tenant.Id, new HistorySize(HistoryRuns), isAlone: false, null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var tenant in DemoTenant.All)
        {
            await live.PlayAsync(tenant.Id, cancellationToken).ConfigureAwait(false);
        }
    }
}
