using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Checks;

/// <summary>CheckOutput before the counters: words and leaks of a reply, whoever wrote it.</summary>
internal static class OutputInspector
{
    private const string Field = "text";

    public static void Inspect(PolicySnapshot snapshot, in OutputCheck check, Evaluation work)
    {
        RunPlanner.AddBinding(check.Context, work);
        var rules = snapshot.Output;
        work.Views.Prepare(check.Text);

        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        WordCheck.Inspect(work.Views, rules.ForbiddenWords, rules.Abuse, rules.WordsEnforcement, Field, work.Findings);

        work.Checks.Set(CheckKind.Leaks, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.PromptOverlap, rules.SystemPrompts.IsEmpty ? CheckOutcome.Skipped : CheckOutcome.Ran);
        var severity = rules.OnLeak == LeakRule.Deny ? Verdict.Deny : Verdict.AllowPostReview;
        LeakDetector.Inspect(check.Text, work.Views, rules, Field, severity, rules.LeakEnforcement == Enforcement.Monitor, work.Findings);
        work.Counters.Severity = work.Findings.Severity;
    }
}
