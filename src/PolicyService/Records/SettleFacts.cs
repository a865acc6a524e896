using System.Text.Json;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Records;

/// <summary>What was settled, for its record.</summary>
internal readonly record struct SettleFacts
{
    public required string Tenant { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Principal { get; init; }

    /// <summary>Null when only an outcome was told.</summary>
    public Reservation? Reservation { get; init; }

    public SettleAction Action { get; init; }

    /// <summary>Null when only an outcome was told.</summary>
    public SettleResult? Result { get; init; }

    public ReadOnlyMemory<Amount> Actual { get; init; }

    /// <summary>The decision whose outcome this is; empty when none was named.</summary>
    public Guid DecisionId { get; init; }

    /// <summary><c>done</c>, <c>failed</c>, <c>not_tried</c>; empty when it was not said.</summary>
    public string Outcome { get; init; }
}

/// <summary>Writes one settle: docs/records.md, "settle".</summary>
internal static class SettleLine
{
    public static void Write(RecordBuffer line, in SettleFacts facts)
    {
        var json = line.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, "settle"u8);
        json.WriteString("record_id"u8, line.Id);
        json.WriteString("tenant"u8, facts.Tenant);
        json.WriteString("time"u8, facts.Time.UtcDateTime);
        line.MarkEssential();
        json.WriteString("principal"u8, facts.Principal);
        if (facts.DecisionId != Guid.Empty)
        {
            json.WriteString("decision_id"u8, facts.DecisionId);
            DecisionLine.WriteOptional(json, "outcome"u8, facts.Outcome);
        }

        if (facts.Reservation is not { } reservation)
        {
            return;
        }

        json.WriteString("reservation"u8, reservation.Id);
        json.WriteString("action"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(facts.Action.ToString()));
        json.WriteString("state"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName((facts.Result?.State ?? SettleState.None).ToString()));
        WriteAmounts(json, "actual"u8, facts.Actual.Span);
        if (facts.Result is { Overrun.Count: > 0 } result)
        {
            WriteAmounts(json, "overrun"u8, [.. result.Overrun]);
        }

        WriteBudgets(json, reservation.Budgets);
    }

    public static void WriteBudgets(RecordJson json, IReadOnlyList<HeldBudget> budgets)
    {
        json.WriteStartArray("budgets"u8);
        foreach (var held in budgets)
        {
            json.WriteStartObject();
            json.WriteString("budget"u8, held.Budget);
            json.WriteString("descriptor"u8, held.Descriptor);
            json.WriteString("unit"u8, held.Unit);
            json.WriteNumber("window_start"u8, held.WindowStart);
            json.WriteNumber("window_end"u8, held.WindowEnd);
            json.WriteNumber("held"u8, held.Held);
            json.WriteNumber("cap"u8, held.Cap);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteAmounts(RecordJson json, ReadOnlySpan<byte> name, ReadOnlySpan<Amount> amounts)
    {
        if (amounts.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (ref readonly var amount in amounts)
        {
            json.WriteNumber(amount.Unit, amount.Value);
        }

        json.WriteEndObject();
    }
}
