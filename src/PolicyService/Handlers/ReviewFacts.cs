using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What a person who approves a held call has reviewed: the reviews that held it, by the names that <c>done</c> conditions read.</summary>
internal static class ReviewFacts
{
    private const string Suffix = "_review";

    public static IReadOnlyList<string> Of(PolicySnapshot snapshot, FindingList findings)
    {
        List<string>? facts = null;
        foreach (ref readonly var finding in findings.Items)
        {
            if (FactOf(snapshot, finding.Code) is { } fact)
            {
                (facts ??= []).Add(fact);
            }
        }

        return facts is null ? [] : facts;
    }

    private static string? FactOf(PolicySnapshot snapshot, string code)
    {
        if (code == SectorRules.HealthcareReview)
        {
            return "legal" + Suffix;
        }

        foreach (var review in snapshot.Reviews)
        {
            if (review.Code == code)
            {
                return review.Name + Suffix;
            }
        }

        return null;
    }
}
