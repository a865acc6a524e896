namespace AiDesk.Policy.Service.Envoy;

/// <summary>Headers of ours that travel through Envoy.</summary>
internal static class EnvoyHeaders
{
    /// <summary>What callers say begins with this: x-aidesk-session and so on.</summary>
    public const string Prefix = "x-aidesk-";

    public const string Verdict = "x-aidesk-verdict";

    public const string Reason = "x-aidesk-reason";

    public const string Decision = "x-aidesk-decision-id";

    /// <summary>The token of a call that was decided on before: by CheckToolCall, or by whoever approved it.</summary>
    public const string Token = "x-aidesk-decision-token";
}
