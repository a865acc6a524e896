using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>
/// Stores rows in one transaction. COPY into a table with row-level security is refused by PostgreSQL and knows no ON CONFLICT: so COPY goes into a temporary
/// table, and from there what is not stored yet into its own.
/// </summary>
internal static class RecordCopy
{
    public const string Staging = """
        CREATE TEMPORARY TABLE IF NOT EXISTS staged_records (
          kind smallint, tenant_id text, at timestamptz, id uuid, type text, state text, enforced_verdict text, reason text, tool text, run_id text,
          decision_id uuid, record jsonb, captured_text bytea, captured_arguments bytea, raw bytea, escaped boolean) ON COMMIT DELETE ROWS
        """;

    private const string Copy = """
        COPY staged_records (kind, tenant_id, at, id, type, state, enforced_verdict, reason, tool, run_id, decision_id, record, captured_text, captured_arguments, raw, escaped)
        FROM STDIN (FORMAT BINARY)
        """;

    private const string StoreDecisions = """
        INSERT INTO aidesk.decisions
          (tenant_id, decided_at, decision_id, rpc, verdict, enforced_verdict, reason, tool, run_id, record, captured_text, captured_arguments, raw, escaped)
        SELECT tenant_id, at, id, type, state, enforced_verdict, reason, tool, run_id, record, captured_text, captured_arguments, raw, escaped
        FROM staged_records WHERE kind = 0 ON CONFLICT DO NOTHING
        """;

    private const string StoreEvents = """
        INSERT INTO aidesk.events (tenant_id, recorded_at, record_id, type, state, decision_id, record, raw, escaped)
        SELECT tenant_id, at, id, type, state, decision_id, record, raw, escaped FROM staged_records WHERE kind = 1 ON CONFLICT DO NOTHING
        """;

    public static async Task StoreAsync(NpgsqlConnection connection, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                if (row.Kind != RowKind.Ledger)
                {
                    await WriteAsync(copy, row, cancellationToken).ConfigureAwait(false);
                }
            }

            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await using (var store = new NpgsqlBatch(connection, transaction))
        {
            if (rows.Any(row => row.Kind == RowKind.Decision))
            {
                store.BatchCommands.Add(new(StoreDecisions));
            }

            if (rows.Any(row => row.Kind == RowKind.Event))
            {
                store.BatchCommands.Add(new(StoreEvents));
            }

            if (store.BatchCommands.Count > 0)
            {
                await store.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await LedgerInsert.StoreAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, RecordRow row, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync((short)row.Kind, NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.Tenant, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.At, NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.Type, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.State, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await TextAsync(copy, row.EnforcedVerdict, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.Reason, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        await TextAsync(copy, row.Tool, cancellationToken).ConfigureAwait(false);
        await TextAsync(copy, row.RunId, cancellationToken).ConfigureAwait(false);
        if (row.DecisionId is { } decision)
        {
            await copy.WriteAsync(decision, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken).ConfigureAwait(false);
        }

        await BytesAsync(copy, row.Json, NpgsqlDbType.Jsonb, cancellationToken).ConfigureAwait(false);
        await BytesAsync(copy, row.Text, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        await BytesAsync(copy, row.Arguments, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        await BytesAsync(copy, row.IsEscaped ? row.Line : default(ReadOnlyMemory<byte>?), NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(row.IsEscaped, NpgsqlDbType.Boolean, cancellationToken).ConfigureAwait(false);
    }

    private static Task TextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);

    private static Task BytesAsync(NpgsqlBinaryImporter copy, ReadOnlyMemory<byte>? bytes, NpgsqlDbType type, CancellationToken cancellationToken) =>
        bytes is { } value ? copy.WriteAsync(value, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);

    private static Task BytesAsync(NpgsqlBinaryImporter copy, byte[]? bytes, NpgsqlDbType type, CancellationToken cancellationToken) =>
        bytes is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(bytes, type, cancellationToken);
}
