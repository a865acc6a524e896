using System.Text.Json;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>The commit in a line of type <c>ledger</c>, or in a settle that was one.</summary>
internal static class LedgerRowReader
{
    private static readonly string[] Spent = ["applied", "late", "repeated"];

    /// <summary>Null when the line is no commit that counts.</summary>
    public static LedgerRow? Read(RecordRow row)
    {
        if (row.Json is null || (row.Kind != RowKind.Ledger && !(row is { Kind: RowKind.Event, Type: "settle" } && Spent.Contains(row.State, StringComparer.Ordinal))))
        {
            return null;
        }

        using var document = JsonDocument.Parse(row.Line);
        var line = document.RootElement;
        if (row.Kind == RowKind.Event && !(line.TryGetProperty("action", out var action) && action.ValueEquals("commit"u8)))
        {
            return null;
        }

        if (!line.TryGetProperty("reservation", out var reservation) || !line.TryGetProperty("budgets", out var budgets) || !reservation.TryGetGuid(out var id)
            || budgets.EnumerateArray().Any(held => !held.TryGetProperty("window_end", out _)))
        {
            return null;
        }

        return new LedgerRow(row.Tenant, id, ((DateTimeOffset)row.At).ToUnixTimeMilliseconds(), [.. budgets.EnumerateArray().Select(HeldOf)], ActualOf(line));
    }

    private static HeldBudget HeldOf(JsonElement held) => new(
        held.GetProperty("budget").GetString()!,
        held.GetProperty("descriptor").GetString()!,
        held.GetProperty("unit").GetString()!,
        held.GetProperty("window_start").GetInt64(),
        held.GetProperty("window_end").GetInt64(),
        held.GetProperty("held").GetInt64(),
        held.GetProperty("cap").GetInt64());

    private static Amount[] ActualOf(JsonElement line) => line.TryGetProperty("actual", out var actual)
        ? [.. actual.EnumerateObject().Select(amount => new Amount(amount.Name, amount.Value.GetInt64()))]
        : [];
}
