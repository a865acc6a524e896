using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Output.Streaming;

/// <summary>
/// The detectors whose findings no anchor bounds, and whether a policy has them bind: they read views of the text (decoded, joined, backwards) in which the end
/// of a reply can give its beginning another meaning, or add up what stands far apart. Values that the run has hidden are none of them: the counters are asked before every release.
/// </summary>
internal static class WholeTextDetectors
{
    public static bool AnyBinds(OutputRules rules) => WordsBind(rules) || PromptsBind(rules) || CanariesBind(rules);

    /// <summary>How a policy's replies are released.</summary>
    public static ReleasePace PaceOf(OutputRules rules) =>
        !AnyBinds(rules) ? ReleasePace.Anchor : rules.Stream == StreamRule.Sentence ? ReleasePace.Sentence : ReleasePace.Buffer;

    /// <summary>Forbidden and abusive words, disguised or encoded.</summary>
    private static bool WordsBind(OutputRules rules) => rules.WordsEnforcement == Enforcement.Enforce && (!rules.ForbiddenWords.IsEmpty || rules.Abuse == AbuseRule.Deny);

    /// <summary>Overlap with the system prompts: grams anywhere in the text add up.</summary>
    private static bool PromptsBind(OutputRules rules) => rules.LeakEnforcement == Enforcement.Enforce && !rules.SystemPrompts.IsEmpty;

    /// <summary>Canaries in any view.</summary>
    private static bool CanariesBind(OutputRules rules) => rules.LeakEnforcement == Enforcement.Enforce && !rules.Canaries.IsEmpty;
}
