using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>
/// ResolveApproval: a person decided on a held call, or closes a review (<see cref="ReviewHandler"/>). Once enough have approved, kill switch, active hours,
/// limits and budgets are asked anew; then the token for the recorded arguments is given. The same person's same word again changes nothing and is answered
/// alike.
/// </summary>
internal sealed class ResolveApprovalHandler(
    HeldCalls held,
    ReviewHandler reviews,
    CheckPipeline pipeline,
    DecisionClosing closing,
    ToolCallGrants grants,
    FactRecorder facts,
    DecisionRecorder recorder,
    EvaluationPool pool)
{
    public async ValueTask<Wire.ResolveApprovalResponse> HandleAsync(Caller caller, Wire.ResolveApprovalRequest request, CancellationToken cancellationToken)
    {
        var decision = Validate(request);
        var isReview = request.Approval is Wire.ApprovalDecision.Fine or Wire.ApprovalDecision.Problem;
        RefuseOtherWord(caller.Principal.Tenant, decision, isReview);
        if (isReview)
        {
            return reviews.Close(caller, decision, request.Approval == Wire.ApprovalDecision.Fine, request.Note);
        }

        var result = held.Resolve(decision, caller.Principal, request.Approval == Wire.ApprovalDecision.Approve, request.Note);
        if (!recorder.Record(ApprovalFacts.Of(caller, decision, request.Note, result, pipeline.Now)))
        {
            throw RpcErrors.Unavailable("the approval could not be recorded: ask again");
        }

        return result.Outcome switch
        {
            ApprovalOutcome.Pending => Answer(Wire.ApprovalState.Pending, result),
            ApprovalOutcome.Rejected => Answer(Wire.ApprovalState.Rejected, result),
            ApprovalOutcome.Approved => await ReleaseAsync(caller, result.Call!, cancellationToken),
            _ => throw ApprovalErrors.Of(result),
        };
    }

    /// <summary>Asks again what may have changed since; when that denies now, the approval stands and may be asked for once more.</summary>
    private async ValueTask<Wire.ResolveApprovalResponse> ReleaseAsync(Caller caller, HeldCall call, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        var check = HeldCallMapper.Map(call, caller.Snapshot, pipeline.Now);

        // One answer for one held call: a repeated approval finds the first one's readings and its reservation.
        var key = new RequestKey("approval:" + call.DecisionId.ToString("N"), 1);
        var snapshot = await pipeline.RunAsync<ToolCallCheck, ApprovalSteps>(caller, check, key, work, cancellationToken);
        if (work.Counters.Readings.Repeated && !work.Decision.Verdict.LetsGoOn())
        {
            work.Clear();
            snapshot = await pipeline.RunAsync<ToolCallCheck, ApprovalSteps>(caller, check, RequestKey.None, work, cancellationToken);
        }

        var grant = work.Decision.Verdict.LetsGoOn() ? grants.Grant(caller, check, work, call.DecisionId, call.Nonce) : null;
        var reservation = await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.ResolveApproval, check.Context, started) with
            {
                CallId = call.CallId,
                Tool = call.Tool,
                Subject = call.Subject,
                EstimatedCost = check.EstimatedCost,
                Text = call.Arguments,
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { ToolCall = check, Approved = true },
            },
            work);
        var runs = work.Decision.Verdict.LetsGoOn();
        if (runs)
        {
            await facts.RecordAsync(call.Tenant, call.Subject, call.Facts, cancellationToken);
        }

        var response = new Wire.ResolveApprovalResponse
        {
            Decision = DecisionMapper.Map(snapshot, check.Context.Language, work, default),
            State = runs ? Wire.ApprovalState.Approved : Wire.ApprovalState.Pending,
            CanonicalArgumentsJson = call.Arguments,
            Reservation = reservation,
        };
        if (runs && grant is { } given)
        {
            response.DecisionToken = given.Token;
            response.DecisionTokenExpiry = Times.FromUnix(given.Expiry);
        }

        return response;
    }

    /// <summary>Approving what has run already, or reviewing what waits, is a mistake of the caller and changes nothing.</summary>
    private void RefuseOtherWord(string tenant, Guid decision, bool isReview)
    {
        if (isReview && held.Find(tenant, decision) is not null)
        {
            throw RpcErrors.Invalid("approval", "the decision held its call: APPROVE or REJECT");
        }

        if (!isReview && reviews.Knows(tenant, decision))
        {
            throw RpcErrors.Invalid("approval", "the decision opened a review: FINE or PROBLEM");
        }
    }

    private static Wire.ResolveApprovalResponse Answer(Wire.ApprovalState state, in ApprovalResult result) => new()
    {
        State = state,
        ApprovalsMissing = result.ApprovalsMissing,
        CanonicalArgumentsJson = result.Call!.Arguments,
    };

    private static Guid Validate(Wire.ResolveApprovalRequest request)
    {
        RequestRules.Required(request.DecisionId, "decision_id", RequestRules.MaxContextText);
        RequestRules.Bounded(request.Note, "note", RequestRules.MaxNote);
        if (request.Approval is < Wire.ApprovalDecision.Approve or > Wire.ApprovalDecision.Problem)
        {
            throw RpcErrors.UnknownEnum("approval", (int)request.Approval);
        }

        return Guid.TryParseExact(request.DecisionId, "D", out var id) ? id : throw RpcErrors.Invalid("decision_id", "is not a decision's id");
    }
}
