using System.Text.Json;
using AiDesk.Policy.Service.Counters;
using Npgsql;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>Stores the commits among rows: one row a budget. A reservation that is there stays as it is.</summary>
internal static class LedgerInsert
{
    private const string Text = """
        INSERT INTO aidesk.ledger (tenant_id, reservation_id, budget, descriptor, unit, window_start, window_end, held, cap, cost, actual, settled_at)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::timestamptz[])
        ON CONFLICT DO NOTHING
        """;

    public static async Task StoreAsync(NpgsqlConnection connection, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        var held = rows.Select(row => (Row: row, Commit: LedgerRowReader.Read(row)))
            .Where(pair => pair.Commit is not null)
            .SelectMany(pair => pair.Commit!.Budgets.Select(budget => (pair.Row, Commit: pair.Commit!, Budget: budget)))
            .ToList();
        if (held.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Text, connection)
        {
            Parameters =
            {
                new() { Value = held.ConvertAll(one => one.Commit.Tenant) },
                new() { Value = held.ConvertAll(one => one.Commit.ReservationId) },
                new() { Value = held.ConvertAll(one => one.Budget.Budget.Replace('\0', '\ufffd')) },
                new() { Value = held.ConvertAll(one => one.Budget.Descriptor.Replace('\0', '\ufffd')) },
                new() { Value = held.ConvertAll(one => one.Budget.Unit) },
                new() { Value = held.ConvertAll(one => one.Budget.WindowStart) },
                new() { Value = held.ConvertAll(one => one.Budget.WindowEnd) },
                new() { Value = held.ConvertAll(one => one.Budget.Held) },
                new() { Value = held.ConvertAll(one => one.Budget.Cap) },
                new() { Value = held.ConvertAll(one => SettleCosts.CostOf(one.Budget, [.. one.Commit.Actual])) },
                new() { Value = held.ConvertAll(one => JsonSerializer.Serialize(one.Commit.Actual)) },
                new() { Value = held.ConvertAll(one => one.Row.At) },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
