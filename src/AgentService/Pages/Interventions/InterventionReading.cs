using System.Text.Json;
using AiDesk.Agent.Policy;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Pages.Interventions;

/// <summary>
/// From a record to what the page shows. What a record may hold grows with the policy service: members that are not there, or of another kind, are shown as
/// nothing.
/// </summary>
internal static class InterventionReading
{
    private const int FindingLimit = 16;

    /// <param name="decision">As the policy service gave it.</param>
    /// <param name="forAdmin">Session, caller, captured text and arguments too.</param>
    public static InterventionView Of(DecisionRecord decision, bool forAdmin)
    {
        using var document = JsonDocument.Parse(decision.RecordJson);
        var record = document.RootElement;
        var intervention = Member(record, "intervention");
        return new InterventionView
        {
            DecisionId = decision.DecisionId,
            Time = decision.EvaluationTime.ToDateTimeOffset(),
            Rpc = decision.Rpc,
            Verdict = PolicyWords.Of(decision.Verdict),
            EnforcedVerdict = Text(record, "enforced_verdict"),
            Reason = PolicyWords.Of(decision.Reason),
            Tool = decision.Tool,
            PolicyVersion = decision.PolicyVersion,
            Rule = Member(intervention, "guardrail") is { ValueKind: JsonValueKind.Object } rule ? Rule(rule) : null,
            Others = [.. Items(intervention, "others").Select(Rule)],
            Findings = [.. Items(record, "findings").Take(FindingLimit).Select(Finding)],
            Counterfactual = Counterfactual(Member(intervention, "counterfactual")),
            IsDegraded = record.TryGetProperty("degraded", out _),
            RunId = Guid.TryParseExact(Text(record, "run_id"), "D", out var run) ? run.ToString() : "",
            SessionId = forAdmin ? Text(record, "session_id") : "",
            Principal = forAdmin ? Text(record, "principal") : "",
            Text = forAdmin ? Text(record, "text") : "",
            Arguments = forAdmin && Member(record, "arguments") is { ValueKind: JsonValueKind.Object } arguments ? arguments.GetRawText() : "",
        };
    }

    private static RuleView Rule(JsonElement rule) => new(Text(rule, "code"), Text(rule, "check"), Text(rule, "verdict"), Flag(rule, "monitored"));

    private static FindingView Finding(JsonElement finding) =>
        new(Text(finding, "code"), Text(finding, "field"), Text(finding, "transform"), Text(finding, "detail"), Flag(finding, "monitored"));

    private static CounterfactualView Counterfactual(JsonElement without) => new()
    {
        Action = Text(without, "action"),
        Verdict = Text(without, "verdict"),
        IsStoppedEarly = Flag(without, "stopped_early"),
        Tool = Text(without, "tool"),
        Exposure = Text(without, "exposure"),
        Cost = Member(without, "cost") is { ValueKind: JsonValueKind.Object } cost
            ? [.. cost.EnumerateObject().Where(amount => amount.Value.TryGetInt64(out _)).Select(amount => (amount.Name, amount.Value.GetInt64()))]
            : [],
    };

    private static JsonElement Member(JsonElement holder, string name) => holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : default;

    private static IEnumerable<JsonElement> Items(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static string Text(JsonElement holder, string name) => Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static bool Flag(JsonElement holder, string name) => Member(holder, name).ValueKind == JsonValueKind.True;
}
