using AiDesk.Policy.Decisions;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies;

/// <summary>One entry of <c>reviews:</c>: another department must have looked.</summary>
public sealed record ReviewRule
{
    public required string Name
    {
        get;
        init
        {
            field = value;
            Code = "review." + value;
        }
    }

    /// <summary>Code of its findings, as <c>review.legal</c>.</summary>
    public string Code { get; private init; } = "review";

    /// <summary>When it applies.</summary>
    public required Condition When { get; init; }

    /// <summary>Fact that, once recorded for the same subject, satisfies it; empty for none.</summary>
    public string UnlessDone { get; init; } = "";

    /// <summary>Other condition that satisfies it; null for none.</summary>
    public Condition? Unless { get; init; }

    public Verdict Verdict { get; init; } = Verdict.RequireApproval;

    /// <summary>LEGAL_REVIEW for a review named legal, FINANCE_REVIEW otherwise.</summary>
    public Reason Reason { get; init; } = Reason.FinanceReview;

    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;
}
