namespace AiDesk.Policy.Service.Records;

/// <summary>A step besides decisions and settles that must be on record: an approval, a review, a notification, a redemption, an administrator's act.</summary>
internal readonly record struct EventFacts
{
    /// <summary><c>approval</c>, <c>notification</c>, <c>redemption</c>.</summary>
    public required string Type { get; init; }

    public required string Tenant { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Principal { get; init; }

    /// <summary>How it ended, in snake_case, as <c>approved</c> or <c>self_approval</c>.</summary>
    public required string State { get; init; }

    /// <summary>Empty when it is about no decision.</summary>
    public Guid DecisionId { get; init; }

    public string Tool { get; init; }

    /// <summary>As <c>executive_escalation</c>; empty for none.</summary>
    public string Kind { get; init; }

    /// <summary>What the person wrote; empty for nothing.</summary>
    public string Note { get; init; }

    /// <summary>Who was told: a role, or a webhook's origin; empty for none.</summary>
    public string Target { get; init; }

    /// <summary>Attempts that it took; 0 for none.</summary>
    public int Attempts { get; init; }

    /// <summary>For operators: what was wrong; empty for nothing.</summary>
    public string Detail { get; init; }
}

/// <summary>Writes one event: docs/records.md, "events".</summary>
internal static class EventLine
{
    public static void Write(RecordBuffer line, in EventFacts facts)
    {
        var json = line.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, facts.Type);
        json.WriteString("record_id"u8, line.Id);
        json.WriteString("tenant"u8, facts.Tenant);
        json.WriteString("time"u8, facts.Time.UtcDateTime);
        DecisionLine.WriteOptional(json, "principal"u8, facts.Principal);
        json.WriteString("state"u8, facts.State);
        line.MarkEssential();
        if (facts.DecisionId != Guid.Empty)
        {
            json.WriteString("decision_id"u8, facts.DecisionId);
        }

        DecisionLine.WriteOptional(json, "tool"u8, facts.Tool);
        DecisionLine.WriteOptional(json, facts.Type == "approval" ? "approval_type"u8 : "kind"u8, facts.Kind);
        DecisionLine.WriteOptional(json, "target"u8, facts.Target);
        if (facts.Attempts > 0)
        {
            json.WriteNumber("attempts"u8, facts.Attempts);
        }

        DecisionLine.WriteOptional(json, "detail"u8, facts.Detail);
        DecisionLine.WriteOptional(json, "note"u8, facts.Note);
    }
}
