using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Security;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Settle: after the work. A reservation is closed, the outcome of a decision is told, or both.</summary>
internal sealed class SettleHandler(ICounterStore counters, ReservationTokens reservations, FactRecorder facts, DecisionRecorder recorder, CheckPipeline pipeline, PolicyServiceOptions options)
{
    private static readonly string[] OutcomeNames = ["", "done", "failed", "not_tried"];

    private readonly long _leaseMs = (long)options.Lease.TotalMilliseconds;

    public async ValueTask<Wire.SettleResponse> HandleAsync(Caller caller, Wire.SettleRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        var reservation = request.ReservationId.Length == 0 ? null : reservations.Read(request.ReservationId, caller.Principal.Tenant) ?? throw RpcErrors.NotFound();
        if (request.Outcome == Wire.Outcome.Done && request.DecisionToken.Length > 0)
        {
            await facts.RecordDoneAsync(caller, request.DecisionToken, cancellationToken);
        }

        var result = reservation is null
            ? new SettleResult(SettleState.Applied, 0, [])
            : await SettleAsync(reservation, request, cancellationToken);
        if (result.State == SettleState.None)
        {
            // What was spent is kept and counted as soon as the counters answer; that it is settled nobody can say yet.
            throw RpcErrors.Unavailable("the counters did not answer: settle again");
        }

        var released = request.Action == Wire.SettleAction.Release && result.State != SettleState.Conflict;
        if (released && reservation is not null && !await RateRefunds.GiveBackAsync(counters, reservation, cancellationToken))
        {
            throw RpcErrors.Unavailable("what was held is released, the counters did not answer for the rest: settle again");
        }

        Record(caller, request, reservation, result);

        var response = new Wire.SettleResponse { State = (Wire.SettleState)result.State };
        foreach (var overrun in result.Overrun)
        {
            response.Overrun.Add(new Wire.Amount { Unit = overrun.Unit, Value = overrun.Value });
        }

        if (result.LeaseEnd > 0)
        {
            response.LeaseEnd = Times.FromUnix(result.LeaseEnd);
        }

        return response;
    }

    private async ValueTask<SettleResult> SettleAsync(Reservation reservation, Wire.SettleRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await counters.SettleAsync(reservation, (SettleAction)request.Action, MapActual(request), _leaseMs, cancellationToken);
        }
        catch (IOException)
        {
            throw RpcErrors.Unavailable("what was spent could not be put on file: settle again");
        }
    }

    private static void Validate(Wire.SettleRequest request)
    {
        if (request.ReservationId.Length == 0 && request.DecisionId.Length == 0)
        {
            throw RpcErrors.Required("reservation_id");
        }

        if (request.ReservationId.Length > 0 && request.Action is < Wire.SettleAction.Commit or > Wire.SettleAction.Renew)
        {
            throw RpcErrors.UnknownEnum("action", (int)request.Action);
        }

        if (request.Outcome is < Wire.Outcome.Unspecified or > Wire.Outcome.NotTried)
        {
            throw RpcErrors.UnknownEnum("outcome", (int)request.Outcome);
        }

        if (request.DecisionId.Length > 0 && !Guid.TryParseExact(request.DecisionId, "D", out _))
        {
            throw RpcErrors.Invalid("decision_id", "is not a decision's id");
        }

        RequestRules.Amounts(request.Actual, "actual");
        if (request.Actual.Count > 0 && request.Action != Wire.SettleAction.Commit)
        {
            throw RpcErrors.Invalid("actual", "is for COMMIT only");
        }
    }

    /// <summary>A settle that cannot be recorded is told so: it is idempotent, so the caller settles again.</summary>
    private void Record(Caller caller, Wire.SettleRequest request, Reservation? reservation, SettleResult result)
    {
        var recorded = recorder.Record(new SettleFacts
        {
            Tenant = caller.Principal.Tenant,
            Time = pipeline.Now,
            Principal = caller.Principal.Subject,
            Reservation = reservation,
            Action = (SettleAction)request.Action,
            Result = reservation is null ? null : result,
            Actual = MapActual(request),
            DecisionId = request.DecisionId.Length == 0 ? Guid.Empty : Guid.ParseExact(request.DecisionId, "D"),
            Outcome = OutcomeNames[(int)request.Outcome],
        });
        if (!recorded)
        {
            throw RpcErrors.Unavailable("the settle was applied and could not be recorded: settle again");
        }
    }

    private static Amount[] MapActual(Wire.SettleRequest request) => [.. request.Actual.Select(a => new Amount(a.Unit, a.Value))];
}
