using AiDesk.Agent.Runs;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Approvals;

/// <summary>A decision of the policy service as it is kept with a run.</summary>
internal static class PolicyNotes
{
    public static DecisionNote Of(Decision decision, string rpc, string node, string tool) => new(
        Guid.Parse(decision.DecisionId), rpc, node, NameOf(decision.Verdict), NameOf(decision.Reason), tool, decision.Degraded,
        [.. decision.Findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal)], decision.EvaluationTime.ToDateTimeOffset());

    /// <summary>As "allow_post_review".</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "allow",
        Verdict.AllowPostReview => "allow_post_review",
        Verdict.RequireApproval => "require_approval",
        Verdict.Escalate => "escalate",
        _ => "deny",
    };

    /// <summary>As "PROMPT_INJECTION": the name on the wire without its prefix.</summary>
    public static string NameOf(Reason reason)
    {
        var name = Reasons.GetValueOrDefault(reason);
        return name ?? "CHECK_FAILED";
    }

    private static readonly Dictionary<Reason, string> Reasons = DecisionReflection.Descriptor.EnumTypes
        .Single(type => type.Name == "Reason").Values.ToDictionary(value => (Reason)value.Number, value => value.Name["REASON_".Length..]);
}
