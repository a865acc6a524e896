using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>reviews:</c>: that a review asked for something, and that what makes it unnecessary did.</summary>
internal static class ReviewRuleCatalog
{
    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot)
    {
        foreach (var review in snapshot.Reviews)
        {
            var place = "reviews." + review.Name;
            yield return new(place, seen => seen.Found(review.Code));
            if (review.Unless is not null)
            {
                yield return new(place + ".unless", seen => seen.Kind == ObservedKind.ToolCall && IsSpared(review, seen));
            }

            if (review.UnlessDone.Length > 0)
            {
                yield return new(place + ".unless.done", seen => seen.Kind == ObservedKind.ToolCall && IsDone(review, seen));
            }
        }
    }

    private static bool IsDone(ReviewRule review, Observation seen)
    {
        var operations = seen.Work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == CounterKind.Require && ReferenceEquals(seen.Work.Plan[i].Code, review.Code))
            {
                return seen.Work.Counters.Readings[i].State == CounterState.Ok;
            }
        }

        return false;
    }

    private static bool IsSpared(ReviewRule review, Observation seen)
    {
        if (seen.Work.Tool is not { } tool || seen.Work.Arguments.Count == 0)
        {
            return false;
        }

        var facts = new ConditionFacts
        {
            Snapshot = seen.Snapshot,
            Tool = tool,
            Context = seen.Context,
            Arguments = seen.Work.Json.WrittenSpan,
            Document = seen.Work.Arguments,
            Money = ToolMoney.Of(tool, seen.Work.Arguments).Greatest,
        };
        return review.When.Holds(facts) && review.Unless!.Holds(facts);
    }
}
