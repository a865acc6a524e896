using AiDesk.Policy.Checks;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>
/// Opens the review of what goes on with ALLOW_POST_REVIEW. It never waits and never denies: the decision itself, which may not be lost, is what a person can
/// review in the end. When no more reviews can be open the decision is degraded, so that neither caller nor record takes it for reviewed.
/// </summary>
internal sealed class ReviewOpening(PostReviews reviews, ILogger<ReviewOpening> log)
{
    private const string NoRoom = "review:no_room";

    /// <summary>True when a review is open that <see cref="Withdraw"/> may take back.</summary>
    public bool Open(in RequestFacts facts, Evaluation work)
    {
        var review = new PostReview
        {
            DecisionId = work.Decision.Id,
            Tenant = facts.Tenant,
            AskedBy = facts.Principal,
            AskedFor = facts.Context.UserId,
            Tool = facts.Tool,
            OpenedAt = work.Decision.EvaluatedAt,
            ExpiresAt = work.Decision.EvaluatedAt.AddMilliseconds(facts.ReviewMs),
        };
        if (reviews.TryOpen(review))
        {
            return true;
        }

        log.ReviewNotOpened(facts.Tenant, work.Decision.Id);
        work.Decision.DegradedReasons.Add(NoRoom);
        return false;
    }

    public void Withdraw(in RequestFacts facts, Evaluation work) => reviews.Withdraw(facts.Tenant, work.Decision.Id);
}
