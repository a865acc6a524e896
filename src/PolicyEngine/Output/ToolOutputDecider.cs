using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Output;

/// <summary>FilterToolOutput after the counters. A denied output is not passed on: what was filtered is taken back.</summary>
internal static class ToolOutputDecider
{
    public static void Decide(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        DecisionMaker.Conclude(snapshot, check.Context, work);
        if (work.Decision.Verdict == Verdict.Deny)
        {
            OutputFilter.WriteNothing(work);
            work.ErrorKey = work.ErrorKey.Length > 0 ? work.ErrorKey : ToolErrorText.KeyOf(ToolErrorClass.Other);
        }
    }
}
