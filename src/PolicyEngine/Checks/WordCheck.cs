using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Checks;

/// <summary>The policy's forbidden words and the built-in abuse lexicon over one text: the same for what comes in and what goes out.</summary>
internal static class WordCheck
{
    public static void Inspect(TextViews views, WordList forbidden, AbuseRule abuse, Enforcement enforcement, string field, FindingList findings)
    {
        var monitored = enforcement == Enforcement.Monitor;
        forbidden.Inspect(views, field, CheckKind.ForbiddenWords, Reason.ForbiddenContent, Verdict.Deny, monitored, "words.forbidden", findings);
        if (abuse != AbuseRule.Off)
        {
            AbuseLexicon.Inspect(views, field, abuse == AbuseRule.Deny ? Verdict.Deny : Verdict.Allow, monitored, findings);
        }
    }
}
