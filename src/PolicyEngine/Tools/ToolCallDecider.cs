using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Tools;

/// <summary>CheckToolCall after the counters: readings become findings, the risk is final, the verdict is concluded.</summary>
internal static class ToolCallDecider
{
    public static void Decide(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        ToolCallReadings.Judge(work);
        ProvenanceJudge.Judge(snapshot, work);
        DecisionMaker.Conclude(snapshot, check.Context, work);
        if (check.Context.Mode == CallMode.Autopilot && work.Decision.Verdict is Verdict.RequireApproval or Verdict.Escalate)
        {
            // The customer waits for people and is told so; in copilot a person is there already.
            work.Decision.Obligations |= Obligations.AddNotice;
        }

        work.Decision.MessageKey = ToolCallMessages.KeyOf(work.Decision);
    }
}
