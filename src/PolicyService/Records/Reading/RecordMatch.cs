using System.Text.Json;
using AiDesk.Policy.Service.Records.Postgres;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>Whether a line is what a query looks for.</summary>
internal static class RecordMatch
{
    /// <summary>Null when it is not, or is no record.</summary>
    public static FoundRecord? Of(RecordQuery query, ReadOnlyMemory<byte> line)
    {
        // Most lines are other tenants': they are told without being read.
        if (line.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(query.Tenant)) < 0 || RecordedId.Of(line.Span) is not { } id)
        {
            return null;
        }

        using var document = JsonDocument.Parse(line);
        var record = document.RootElement;
        if (!Is(record, "tenant", query.Tenant))
        {
            return null;
        }

        var isDecision = Is(record, "type", "decision");
        var time = RecordRowReader.TimeOf(id) ?? record.GetProperty("time").GetDateTime().ToUniversalTime();
        var found =
            isDecision == query.Kind is not RecordKind.Events
            && (query.Kind != RecordKind.Interventions || record.TryGetProperty("intervention", out _))
            && (query.From is not { } from || time >= from.UtcDateTime)
            && (query.Before is not { } before || time < before.UtcDateTime)
            && (query.Verdict is not { } verdict || Is(record, "verdict", DecisionNames.Of(verdict).Value))
            && (query.Reason is not { } reason || Is(record, "reason", DecisionNames.Of(reason).Value))
            && (query.SessionId.Length == 0 || Is(record, "session_id", query.SessionId))
            && (query.RunId.Length == 0 || Is(record, "run_id", query.RunId))
            && (query.Tool.Length == 0 || Is(record, "tool", query.Tool))
            && (query.DecisionId is not { } decision || (record.TryGetProperty("decision_id", out var about) && about.TryGetGuid(out var other) && other == decision))
            && (query.EventType.Length == 0 || Is(record, "type", query.EventType))
            && !Is(record, "type", "ledger");
        return found ? new FoundRecord(id, time, line) : null;
    }

    private static bool Is(JsonElement record, string name, string value) => record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.ValueEquals(value);
}
