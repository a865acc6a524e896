using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Records;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>ResolveApproval on a review: a person looked at what ran, and it was fine or a problem. Nothing is undone by that; it is on record.</summary>
internal sealed class ReviewHandler(PostReviews reviews, DecisionRecorder recorder, CheckPipeline pipeline)
{
    /// <summary>Whether the tenant has a review of that decision.</summary>
    public bool Knows(string tenant, Guid decision) => reviews.Find(tenant, decision) is not null;

    public Wire.ResolveApprovalResponse Close(Caller caller, Guid decision, bool fine, string note)
    {
        var result = reviews.Close(decision, caller.Principal, fine, note);
        if (!recorder.Record(ApprovalFacts.Of(caller, decision, note, result, pipeline.Now)))
        {
            throw RpcErrors.Unavailable("the review could not be recorded: ask again");
        }

        return result.Outcome switch
        {
            ApprovalOutcome.Fine => new Wire.ResolveApprovalResponse { State = Wire.ApprovalState.Fine },
            ApprovalOutcome.Problem => new Wire.ResolveApprovalResponse { State = Wire.ApprovalState.Problem },
            _ => throw ApprovalErrors.Of(result),
        };
    }
}
