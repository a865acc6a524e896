namespace AiDesk.Agent.Graph;

/// <summary>Why a run ended without a reply. What policy denied is its reason in small letters, but for injection.</summary>
internal static class RunOutcomes
{
    public const string Injection = "injection";
    public const string PolicyUnavailable = "policy_unavailable";
    public const string ModelError = "model_error";
    public const string ModelTimeout = "model_timeout";
    public const string ModelMalformed = "model_malformed";
    public const string ModelEndless = "model_endless";
    public const string NoReply = "no_reply";
    public const string ToolLoop = "tool_loop";
    public const string ToolBlocked = "tool_blocked";
    public const string BlockedOutput = "blocked_output";
    public const string UnsoundDraft = "unsound_draft";
    public const string Requested = "requested";
    public const string RunTimeout = "run_timeout";
    public const string Answered = "answered_by_person";
}
