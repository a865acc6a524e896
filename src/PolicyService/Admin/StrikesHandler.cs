using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Handlers;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>GetStrikes and ResetStrikes, of one session or user.</summary>
internal sealed class StrikesHandler(ICounterStore counters, AdminActs acts)
{
    public async Task<Wire.GetStrikesResponse> GetAsync(Caller caller, Wire.GetStrikesRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Bounded(request.Descriptor_, "descriptor", RequestRules.MaxContextText);
        if (caller.Snapshot.Strikes is not { } rules)
        {
            return new Wire.GetStrikesResponse();
        }

        var batch = new CounterBatch { Tenant = caller.Principal.Tenant };
        batch.Add(new CounterOperation
        {
            Kind = CounterKind.Strike,
            Name = StrikeRules.CounterName,
            Descriptor = request.Descriptor_,
            Token = "",
            Threshold = rules.BlockAt,
            WindowMs = rules.ForgetAfterMs,
            BlockMs = rules.BlockForMs,
            Gate = Verdict.None,
        });
        var readings = await counters.ApplyAsync(batch, cancellationToken);
        if (readings.AnyUnavailable(1) || readings[0].Local)
        {
            throw RpcErrors.Unavailable("the counters did not answer");
        }

        var reading = readings[0];
        return new Wire.GetStrikesResponse
        {
            Strikes = (int)reading.Used,
            BlockAt = rules.BlockAt,
            BlockedUntil = reading.State == CounterState.Over && reading.ResetAt > 0 ? Times.FromUnix(reading.ResetAt) : null,
        };
    }

    public async Task<Wire.ResetStrikesResponse> ResetAsync(Caller caller, Wire.ResetStrikesRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Bounded(request.Descriptor_, "descriptor", RequestRules.MaxContextText);
        RequestRules.Bounded(request.Note, "note", RequestRules.MaxNote);
        var reset = await counters.ResetStrikesAsync(caller.Principal.Tenant, request.Descriptor_, cancellationToken);
        acts.Record(caller, "reset_strikes", !reset.IsDone ? "failed" : reset.Any ? "done" : "unchanged", request.Descriptor_, request.Note);
        if (!reset.IsDone)
        {
            throw RpcErrors.Unavailable("the counters did not answer: the strikes stand");
        }

        return new Wire.ResetStrikesResponse { Changed = reset.Any, BlockedUntil = reset.BlockedUntil > 0 ? Times.FromUnix(reset.BlockedUntil) : null };
    }
}
