using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tools;

/// <summary>Reviews by another department (<c>reviews:</c>).</summary>
internal static class ToolReviews
{
    public static void Inspect(PolicySnapshot snapshot, in ConditionFacts facts, Evaluation work)
    {
        if (snapshot.Reviews.IsEmpty)
        {
            work.Checks.Set(CheckKind.Reviews, CheckOutcome.Skipped);
            return;
        }

        work.Checks.Set(CheckKind.Reviews, CheckOutcome.Ran);
        foreach (var review in snapshot.ReviewsByTool.Of(facts.Tool))
        {
            if (!review.When.Holds(facts) || review.Unless?.Holds(facts) == true)
            {
                continue;
            }

            var missing = new Finding(review.Code, CheckKind.Reviews, review.Verdict, review.Reason)
            {
                Monitored = review.Enforcement == Enforcement.Monitor,
            };
            if (review.UnlessDone.Length > 0)
            {
                DoneBefore.Require(snapshot, review.UnlessDone, missing, work);
            }
            else
            {
                work.Findings.Add(missing);
            }
        }
    }
}
