using System.Collections.Frozen;
using System.Reflection;
using AiDesk.Policy.V1;
using Google.Protobuf.Reflection;

namespace AiDesk.Agent.Policy;

/// <summary>Enum values of the policy service as the desk stores them.</summary>
internal static class PolicyWords
{
    private static readonly FrozenDictionary<Verdict, string> Verdicts = Names<Verdict>("VERDICT_");
    private static readonly FrozenDictionary<Reason, string> Reasons = Names<Reason>("REASON_");
    private static readonly FrozenDictionary<Risk, string> Risks = Names<Risk>("RISK_");

    /// <summary>As "allow_post_review".</summary>
    public static string Of(Verdict verdict) => Verdicts.GetValueOrDefault(verdict, "UNKNOWN").ToLowerInvariant();

    /// <summary>As "PROMPT_INJECTION".</summary>
    public static string Of(Reason reason) => Reasons.GetValueOrDefault(reason, "UNKNOWN");

    /// <summary>As "medium"; "low" when nothing is declared.</summary>
    public static string Of(Risk risk) => risk == Risk.Unspecified ? "low" : Risks.GetValueOrDefault(risk, "CRITICAL").ToLowerInvariant();

    private static FrozenDictionary<T, string> Names<T>(string prefix)
        where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value =>
        {
            var name = typeof(T).GetField(value.ToString())!.GetCustomAttribute<OriginalNameAttribute>()!.Name;
            return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        });
}
