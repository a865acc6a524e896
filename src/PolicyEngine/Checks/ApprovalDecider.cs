using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Checks;

/// <summary>The verdict on an approved call, after the counters.</summary>
internal static class ApprovalDecider
{
    public static void Decide(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        DecisionMaker.Conclude(snapshot, check.Context, work);
    }
}
