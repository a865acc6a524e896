using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>CheckOutput before the counters: words and leaks of a reply, whoever wrote it.</summary>
internal static class OutputInspector
{
    private const string Field = "text";

    public static void Inspect(PolicySnapshot snapshot, in OutputCheck check, Evaluation work)
    {
        RunPlanner.AddBinding(check.Context, work);
        var rules = snapshot.Output;
        if (check.IsOverheld)
        {
            work.Findings.Add(new Finding("leak.stream_held", CheckKind.Leaks, Verdict.Deny, Reason.Leak));
        }

        work.Checks.Set(CheckKind.ForbiddenWords, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.Leaks, CheckOutcome.Ran);
        work.Checks.Set(CheckKind.PromptOverlap, rules.SystemPrompts.IsEmpty ? CheckOutcome.Skipped : CheckOutcome.Ran);
        ReplyValues.Begin(snapshot, work);
        work.Checks.Begins(CheckKind.Leaks);
        LeakDetector.Inspect(check.Text, Field, snapshot.Leaks, work.Findings, work.Pending);
        work.Views.Prepare(check.Text);
        do
        {
            work.Checks.Begins(CheckKind.ForbiddenWords);
            WordCheck.Inspect(work.Views, rules.ForbiddenWords, rules.Abuse, rules.WordsEnforcement, Field, work.Findings);
            work.Checks.Begins(CheckKind.PromptOverlap);
            LeakDetector.InspectOverlap(work.Views, Field, snapshot.Leaks, work.Findings);
            work.Checks.Begins(CheckKind.HiddenValues);
            ReplyValues.Read(work);
        }
        while (work.Views.Advance(check.Text));
        ReplyValues.Plan(snapshot, check.Context, work);
    }
}
