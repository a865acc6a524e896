using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Security;
using Microsoft.Extensions.Logging;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>
/// What every decision ends in: it is recorded before the answer leaves, a reservation is either handed to the caller or given back, and ALLOW_POST_REVIEW
/// opens its review. A decision that is not returned as allowed leaves no reservation.
/// </summary>
internal sealed class DecisionClosing(
    ICounterStore counters, ReservationTokens reservations, DecisionRecorder recorder, ReviewOpening reviews, ServiceMetrics metrics, ILogger<DecisionClosing> log)
{
    /// <summary>Answers the reservation for the caller; null when nothing is held, as of nearly every decision: then nothing is waited for, and the facts are not copied.</summary>
    public ValueTask<Wire.Reservation?> CloseAsync(in RequestFacts facts, Evaluation work)
    {
        var held = HeldBudgets.Of(work);
        var token = held is null ? null : TokenOf(held);
        if (held is { Budgets.Count: > 0 } && token is null)
        {
            Deny(work, Reason.CheckFailed, "reservation.too_large");
        }

        var reviewed = work.Decision.Verdict == Verdict.AllowPostReview && reviews.Open(facts, work);

        // A repeated decision is in the record already.
        if (!work.Counters.Readings.Repeated && !recorder.Record(work, facts))
        {
            log.RecordingUnavailable(work.Decision.Id);
            Deny(work, Reason.RecordingUnavailable, "record.unavailable");
            if (reviewed)
            {
                reviews.Withdraw(facts, work);
            }
        }

        Tell(facts, work);
        return held is null ? default : HandOverAsync(held, token, work);
    }

    private async ValueTask<Wire.Reservation?> HandOverAsync(Reservation held, string? token, Evaluation work)
    {
        if (!work.Decision.Verdict.LetsGoOn() || token is null)
        {
            // Not the caller's cancellation: what is held is given back whether or not somebody still waits. Hits stay counted: the call was asked.
            if (held.Budgets.Count > 0)
            {
                await counters.SettleAsync(held, SettleAction.Release, default, 0, CancellationToken.None);
            }

            return null;
        }

        var reservation = new Wire.Reservation { ReservationId = token };
        if (held.Budgets.Count > 0)
        {
            reservation.LeaseEnd = Times.FromUnix(held.LeaseEnd);
        }

        foreach (var group in held.Budgets.GroupBy(budget => budget.Unit, StringComparer.Ordinal))
        {
            // Each budget of a unit holds the same estimate.
            reservation.Held.Add(new Wire.Amount { Unit = group.Key, Value = group.First().Held });
        }

        return reservation;
    }

    /// <summary>Nothing overrules the decision any more: it is counted and traced.</summary>
    private void Tell(in RequestFacts facts, Evaluation work)
    {
        if (!work.Counters.Readings.Repeated)
        {
            metrics.Decided(facts.Tenant, facts.Rpc, work.Decision);
        }

        RpcTracing.Decided(facts.Tenant, facts.PolicyVersion, work.Decision);
    }

    /// <summary>Null when not even what is held fits. Hits that do not fit cannot be given back.</summary>
    private string? TokenOf(Reservation held) => reservations.Create(held) ?? (held is { Rates.Count: > 0, Budgets.Count: > 0 } ? reservations.Create(held with { Rates = [] }) : null);

    private static void Deny(Evaluation work, Reason reason, string code) => DecisionMaker.Overrule(work, CheckKind.Request, code, reason);
}
