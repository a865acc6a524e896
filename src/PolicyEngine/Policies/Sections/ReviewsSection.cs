using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>One entry of <c>reviews:</c>.</summary>
internal static class ReviewsSection
{
    /// <summary>Reviews of one policy.</summary>
    public const int Most = 1000;

    /// <summary>Reviews that name a fact: each asks for one counter operation of a batch that holds 32.</summary>
    public const int MostFacts = 6;

    private static readonly PolicyKey<string> Name = new("name", Texts.Name, "Unique among the reviews. A granted approval of the review named legal is the fact legal_review.") { Required = true, Default = "" };
    private static readonly PolicyKey<Condition> When = new("when", new ConditionShape(mayLower: false), "The calls that it is about.") { Required = true };
    private static readonly PolicyKey<Exemption> Unless = new("unless", new ExemptionShape(), "What makes it unnecessary: a fact recorded before for the same subject ({ done: legal_review }), or a condition.") { Default = Exemption.Nothing, DefaultText = "nothing" };
    private static readonly PolicyKey<Verdict> Asks = new("verdict", Choice.Of(Verdict.None, Verdict.Allow), "What it asks for.") { Default = Verdict.RequireApproval, DefaultText = "require_approval" };
    private static readonly PolicyKey<Reason> Gives = new("reason", new ChoiceShape<Reason>([("legal_review", Reason.LegalReview), ("finance_review", Reason.FinanceReview)]), "The decision's reason.") { DefaultText = "legal_review for a review whose name begins with legal, else finance_review" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the review");

    public static RecordShape<ReviewRule> Shape { get; } = new(
        "reviews[]",
        "Another department must have looked. At most 1,000, of which 6 may name a fact with done.",
        [Name, When, Unless, Asks, Gives, Binds],
        Read,
        isWhole: true);

    private static ReviewRule? Read(RecordReader review)
    {
        var name = review.Get(Name);
        var unless = review.Get(Unless);
        var rule = new ReviewRule
        {
            Name = name,
            When = review.Get(When),
            UnlessDone = unless.Done,
            Unless = unless.Condition,
            Verdict = review.Get(Asks),
            Reason = review.TryGet(Gives, out var reason) ? reason : name.StartsWith("legal", StringComparison.Ordinal) ? Reason.LegalReview : Reason.FinanceReview,
            Enforcement = review.Enforcement(Binds),
        };
        return rule.When is null ? null : rule;
    }
}
