using System.Text.Json;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Records of what people said, and of what nobody said in time: docs/records.md, "events".</summary>
internal static class ApprovalFacts
{
    private const string Type = "approval";
    private const string Standard = "standard";
    private const string Escalation = "executive_escalation";
    private const string Review = "post_review";

    public static EventFacts Of(Caller caller, Guid decision, string note, in ApprovalResult result, DateTimeOffset at) =>
        Word(caller, decision, note, result.Outcome, result.Call?.Tool, result.Call is { Escalated: true } ? Escalation : Standard, at);

    public static EventFacts Of(Caller caller, Guid decision, string note, in ReviewResult result, DateTimeOffset at) =>
        Word(caller, decision, note, result.Outcome, result.Review?.Tool, Review, at);

    /// <summary>It lapsed, and nobody decided.</summary>
    public static EventFacts Lapsed(HeldCall call) => Lapsed(call, call.Tool, call.Escalated ? Escalation : Standard);

    /// <summary>It lapsed, and nobody looked.</summary>
    public static EventFacts Lapsed(PostReview review) => Lapsed(review, review.Tool, Review);

    private static EventFacts Lapsed(IWaiting item, string tool, string kind) => new()
    {
        Type = Type,
        Tenant = item.Tenant,
        Time = item.ExpiresAt,
        Principal = "",
        State = NameOf(ApprovalOutcome.Expired),
        DecisionId = item.DecisionId,
        Tool = tool,
        Kind = kind,
    };

    private static EventFacts Word(Caller caller, Guid decision, string note, ApprovalOutcome outcome, string? tool, string kind, DateTimeOffset at) => new()
    {
        Type = Type,
        Tenant = caller.Principal.Tenant,
        Time = at,
        Principal = caller.Principal.Subject,
        State = NameOf(outcome),
        DecisionId = decision,
        Tool = tool ?? "",
        Kind = kind,
        Note = note,
    };

    private static string NameOf(ApprovalOutcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}
