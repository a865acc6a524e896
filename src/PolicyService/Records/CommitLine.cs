using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Policy.Service.Records;

/// <summary>Writes one commit for the ledger: docs/records.md, "ledger". It goes beside the settle's own record, since a commit whose caller never heard of it has none.</summary>
internal static class CommitLine
{
    public static void Write(RecordBuffer line, LedgerRow row)
    {
        var json = line.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, "ledger"u8);
        json.WriteString("record_id"u8, line.Id);
        json.WriteString("tenant"u8, row.Tenant);
        json.WriteString("time"u8, DateTimeOffset.FromUnixTimeMilliseconds(row.At).UtcDateTime);
        json.WriteString("reservation"u8, row.ReservationId);
        SettleLine.WriteAmounts(json, "actual"u8, [.. row.Actual]);
        SettleLine.WriteBudgets(json, row.Budgets);
        line.MarkEssential();
    }
}
