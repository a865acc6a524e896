using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What rates and budgets said, for the caller's own back-off.</summary>
internal static class LimitStates
{
    public static void AddTo(RepeatedField<Wire.LimitState> wire, Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var operation = ref operations[i];
            ref readonly var reading = ref work.Counters.Readings[i];
            if (operation.Kind is not (CounterKind.Rate or CounterKind.Reserve) || reading.State is CounterState.NotRead or CounterState.Unavailable)
            {
                continue;
            }

            var state = new Wire.LimitState
            {
                Name = operation.Name,
                Remaining = reading.Remaining,
                Limit = operation.Kind == CounterKind.Rate ? operation.Rate!.Rate : operation.Cap,
            };
            if (reading.ResetAt is > 0 and < long.MaxValue)
            {
                state.ResetTime = Times.FromUnix(reading.ResetAt);
            }

            wire.Add(state);
        }
    }
}

internal static class Times
{
    public static Timestamp FromUnix(long milliseconds) => Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
