using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Policies;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>
/// The way of every check: inspect, one round trip to the counters, decide. What comes back is decided but not yet recorded: the handler adds what
/// belongs to its RPC and calls <see cref="DecisionClosing"/>.
/// </summary>
internal sealed class CheckPipeline(ICounterStore counters, PolicySnapshots snapshots, TimeProvider time, PolicyServiceOptions options, ServiceMetrics metrics, ILogger<CheckPipeline> log)
{
    private readonly long _leaseMs = (long)options.Lease.TotalMilliseconds;

    /// <summary>To the millisecond, as the counters keep it: a retry is answered by the very same clock.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <param name="caller">The verified caller and its policy.</param>
    /// <param name="check">The question.</param>
    /// <param name="request">The retry that it may be; without an id, none.</param>
    /// <param name="work">Rented by the handler, returned by it.</param>
    /// <param name="cancellationToken">Of the call.</param>
    /// <returns>The snapshot that decided: the caller's, or for a retry the first call's.</returns>
    public ValueTask<PolicySnapshot> RunAsync<TCheck, TSteps>(
        Caller caller, in TCheck check, RequestKey request, Evaluation work, CancellationToken cancellationToken)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        var begun = Stopwatch.GetTimestamp();
        var snapshot = caller.Snapshot;
        var now = TSteps.ContextOf(check).Now;
        var id = DecisionIds.Next(now);
        work.Decision.Id = id;
        Inspect<TCheck, TSteps>(snapshot, check, work);
        work.Counters.ReservationId = id;
        work.Counters.LeaseMs = _leaseMs;
        work.Counters.Request = request.IsNone
            ? RequestMark.None
            : new RequestMark(request.Id, request.Fingerprint, id, now.ToUnixTimeMilliseconds(), snapshot.Version);

        (work.Checks.Watch as CheckTimes)?.Ends();
        var inspected = Stopwatch.GetTimestamp();
        var asked = counters.ApplyAsync(work.Counters, cancellationToken);

        // Counters in memory have answered, and the check is large: it is copied only where it must outlive this call.
        return asked.IsCompletedSuccessfully
            ? new ValueTask<PolicySnapshot>(Conclude<TCheck, TSteps>(snapshot, check, work, asked.Result, begun, inspected))
            : ConcludeAsync<TCheck, TSteps>(snapshot, check, work, asked, begun, inspected);
    }

    private async ValueTask<PolicySnapshot> ConcludeAsync<TCheck, TSteps>(
        PolicySnapshot snapshot, TCheck check, Evaluation work, ValueTask<CounterReadings> asked, long begun, long inspected)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck> =>
        Conclude<TCheck, TSteps>(snapshot, check, work, await asked, begun, inspected);

    private PolicySnapshot Conclude<TCheck, TSteps>(PolicySnapshot snapshot, in TCheck check, Evaluation work, CounterReadings readings, long begun, long inspected)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        var read = Stopwatch.GetTimestamp();
        var times = work.Checks.Watch as CheckTimes;
        times?.Counted(work.Counters, work.Plan, read - inspected);
        if (readings.RequestIdReused)
        {
            throw RpcErrors.RequestIdReused();
        }

        if (readings.Repeated)
        {
            (snapshot, var at) = Replay<TCheck, TSteps>(snapshot, check, work, readings);
            Decide<TCheck, TSteps>(snapshot, at, work);
        }
        else
        {
            Decide<TCheck, TSteps>(snapshot, check, work);
        }

        times?.Ends();
        metrics.Checked(TSteps.Rpc, begun, inspected, read, Stopwatch.GetTimestamp());
        if (RunOfAnotherSession(work))
        {
            throw RpcErrors.Invalid("context.run_id", "belongs to another session");
        }

        return snapshot;
    }

    /// <summary>
    /// Inspects, asks and decides for a part of a reply that comes in a stream: no decision of its own, nothing is recorded, and every counter is only read, but for the run that is bound to its
    /// session.
    /// </summary>
    public async ValueTask ProbeAsync<TCheck, TSteps>(PolicySnapshot snapshot, TCheck check, Evaluation work, CancellationToken cancellationToken)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        var at = TSteps.At(check, Now);
        Inspect<TCheck, TSteps>(snapshot, at, work);
        await counters.ApplyAsync(work.Counters, cancellationToken);
        Decide<TCheck, TSteps>(snapshot, at, work);
        if (RunOfAnotherSession(work))
        {
            throw RpcErrors.Invalid("context.run_id", "belongs to another session");
        }
    }

    /// <summary>Makes the answer of the first call anew, from its clock, its policy and its readings.</summary>
    private (PolicySnapshot Snapshot, TCheck Check) Replay<TCheck, TSteps>(PolicySnapshot current, in TCheck check, Evaluation work, CounterReadings readings)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        var first = readings.First;
        var held = snapshots.For(current.Tenant, first.PolicyVersion);
        var at = TSteps.At(check, DateTimeOffset.FromUnixTimeMilliseconds(first.EvaluatedAt));
        work.ClearKeepingReadings();
        Inspect<TCheck, TSteps>(held ?? current, at, work);
        work.Decision.Id = first.DecisionId;
        if (held is null)
        {
            // The policy that read them is gone, so the readings stand for other operations: none of them can be trusted.
            readings.Items.Clear();
            work.Findings.Add(new Finding("request.policy_changed", CheckKind.Request, Verdict.Allow, Reason.Ok));
        }

        return (held ?? current, at);
    }

    private void Inspect<TCheck, TSteps>(PolicySnapshot snapshot, in TCheck check, Evaluation work)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        try
        {
            TSteps.Inspect(snapshot, check, work);
        }
        catch (Exception fault)
        {
            Fail(TSteps.Rpc, work, fault);
        }

        work.Counters.Severity = work.Findings.Severity;
    }

    private void Decide<TCheck, TSteps>(PolicySnapshot snapshot, in TCheck check, Evaluation work)
        where TCheck : struct
        where TSteps : struct, ICheckSteps<TCheck>
    {
        try
        {
            TSteps.Decide(snapshot, check, work);
        }
        catch (Exception fault)
        {
            Fail(TSteps.Rpc, work, fault);
            DecisionMaker.Conclude(snapshot, TSteps.ContextOf(check), work);
        }
    }

    /// <summary>Law 5: an error inside a rule denies, and says so.</summary>
    private void Fail(string rpc, Evaluation work, Exception fault)
    {
        log.CheckFailed(rpc, work.Decision.Id, FaultText.Of(fault));
        work.Checks.Set(CheckKind.Request, CheckOutcome.Failed);
        work.StoppedEarly = true;
        work.Findings.Add(new Finding("check.failed", CheckKind.Request, Verdict.Deny, Reason.CheckFailed) { Detail = fault.GetType().Name });
    }

    private static bool RunOfAnotherSession(Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == CounterKind.Bind && work.Counters.Readings[i].State == CounterState.Over)
            {
                return true;
            }
        }

        return false;
    }
}
