using System.Runtime.CompilerServices;
using System.Text.Json;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Postgres;
using Npgsql;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>Reads one tenant's commits from PostgreSQL.</summary>
internal static class PostgresLedger
{
    private const string Text = """
        SELECT reservation_id, budget, descriptor, unit, window_start, window_end, held, cap, actual, settled_at
        FROM aidesk.ledger WHERE tenant_id = $1 AND window_end > $2 ORDER BY settled_at, reservation_id
        """;

    /// <summary>
    /// Those whose windows are still asked for, as they were settled. Throws <see cref="IOException"/> when PostgreSQL does not answer.
    /// </summary>
    public static async IAsyncEnumerable<LedgerRow> ReadAsync(PostgresDatabase database, string tenant, long now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in await LoadAsync(database, tenant, now, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>Tenants that have commits. Throws as <see cref="ReadAsync"/>.</summary>
    public static async Task<List<string>> TenantsAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(PostgresRole.Keeper, cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand("SELECT DISTINCT tenant_id FROM aidesk.ledger ORDER BY tenant_id", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var tenants = new List<string>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                tenants.Add(reader.GetString(0));
            }

            return tenants;
        }
        catch (Exception fault) when (fault is NpgsqlException or MigrationException or TimeoutException)
        {
            throw new IOException("PostgreSQL: " + fault.Message, fault);
        }
    }

    private static async Task<List<LedgerRow>> LoadAsync(PostgresDatabase database, string tenant, long now, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(PostgresRole.App, cancellationToken).ConfigureAwait(false);
            await TenantScope.SetAsync(connection, tenant, cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(Text, connection) { Parameters = { new() { Value = tenant }, new() { Value = now - Budgets.KeptAfterMs } } };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var rows = new List<LedgerRow>();
            var budgets = new List<HeldBudget>();
            var (id, at, actual) = (Guid.Empty, 0L, Array.Empty<Amount>());
            void Close()
            {
                if (budgets.Count > 0)
                {
                    rows.Add(new LedgerRow(tenant, id, at, [.. budgets], actual));
                    budgets.Clear();
                }
            }

            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetGuid(0) != id)
                {
                    Close();
                    (id, at, actual) = (reader.GetGuid(0), new DateTimeOffset(reader.GetDateTime(9)).ToUnixTimeMilliseconds(), JsonSerializer.Deserialize<Amount[]>(reader.GetString(8)) ?? []);
                }

                budgets.Add(new HeldBudget(
                    reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7)));
            }

            Close();
            return rows;
        }
        catch (Exception fault) when (fault is NpgsqlException or MigrationException or TimeoutException)
        {
            throw new IOException("PostgreSQL: " + fault.Message, fault);
        }
    }
}
