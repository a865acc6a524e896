using AiDesk.Agent.Storage;
using AiDesk.Agent.Tools.Crm;
using Dapper;

namespace AiDesk.Agent;

/// <summary>What the two demo tenants begin with. Seeding again changes nothing.</summary>
public static class DeskSeed
{
    private static readonly (string Tenant, string Business, string Locale, string Zone, string Mode, int Level)[] Tenants =
    [
        ("tienda-alba", "Tienda Alba", "es", "Europe/Madrid", "copilot", 2),
        ("harbour-pay", "Harbour Pay", "en", "Europe/London", "copilot", 1),
    ];

    /// <summary>Throws <see cref="Npgsql.NpgsqlException"/> when the database does not let it.</summary>
    public static async Task DemoTenantsAsync(string postgres, CancellationToken cancellationToken)
    {
        await using var database = new DeskDatabase(postgres);
        foreach (var (tenant, business, locale, zone, mode, level) in Tenants)
        {
            await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
            await work.Connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO desk.settings (tenant_id, mode, level, locale, time_zone, business) VALUES (@tenant, @mode, @level, @locale, @zone, @business) ON CONFLICT DO NOTHING",
                new { tenant, mode, level, locale, zone, business }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
            foreach (var (id, name) in new[] { ("demo-approver", "Vera"), ("demo-agent", "Iker") })
            {
                await work.Connection.ExecuteAsync(new CommandDefinition(
                    "INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@tenant, @id, @name) ON CONFLICT DO NOTHING",
                    new { tenant, id, name }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
            }

            await CrmSeed.ApplyAsync(work, cancellationToken).ConfigureAwait(false);
            await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
