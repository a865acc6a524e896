using AiDesk.Policy.Leaks;
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
        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.Leaks, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.PromptOverlap, rules.SystemPrompts.IsEmpty ? CheckOutcome.Skipped : CheckOutcome.Ran);
        LeakDetector.Inspect(check.Text, Field, snapshot.Leaks, work.Findings);
        work.Views.Prepare(check.Text);
        do
        {
            WordCheck.Inspect(work.Views, rules.ForbiddenWords, rules.Abuse, rules.WordsEnforcement, Field, work.Findings);
            LeakDetector.InspectOverlap(work.Views, Field, snapshot.Leaks, work.Findings);
        }
        while (work.Views.Advance(check.Text));
    }
}
