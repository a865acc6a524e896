using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Client.Calls;

/// <summary>The client's own answers for a service that cannot be asked. They say that nothing was checked: degraded, no checks, no id, no token.</summary>
internal static class StandIns
{
    /// <summary>Untrusted texts that nobody cleaned are not handed back as clean.</summary>
    public static CheckInputResponse Input(CheckInputRequest request, PolicyException outage, bool allow) => new() { Decision = Of(outage, allow) };

    public static CheckToolCallResponse ToolCall(CheckToolCallRequest request, PolicyException outage, bool allow)
        => new() { Decision = Of(outage, allow), CanonicalArgumentsJson = allow ? request.ArgumentsJson : "" };

    public static CheckOutputResponse Output(CheckOutputRequest request, PolicyException outage, bool allow) => new() { Decision = Of(outage, allow) };

    private static Decision Of(PolicyException outage, bool allow)
    {
        var verdict = allow ? Verdict.Allow : Verdict.Deny;
        return new Decision
        {
            Verdict = verdict,
            EnforcedVerdict = verdict,
            Reason = Reason.DependencyDown,
            Degraded = true,
            DegradedReasons = { $"client:{(outage.Reason.Length > 0 ? outage.Reason : outage.Code)}" },
            Enforcement = Enforcement.Enforce,
            EvaluationTime = Timestamp.FromDateTime(DateTime.UtcNow),
        };
    }
}
