using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Checks;

/// <summary>Where a session stands after this call.</summary>
/// <param name="Count">Strikes that count now.</param>
/// <param name="Added">This call added one.</param>
/// <param name="Blocked">The session is blocked: before this call, or by it.</param>
/// <param name="BlockedUntil">Unix milliseconds; 0 when it is not blocked.</param>
public readonly record struct StrikeReading(int Count, bool Added, bool Blocked, long BlockedUntil)
{
    public static StrikeReading Of(PolicySnapshot snapshot, Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Kind == CounterKind.Strike)
            {
                ref readonly var reading = ref work.Counters.Readings[i];
                var blocked = reading.State == CounterState.Over || (snapshot.Strikes is { } rules && reading.Used >= rules.BlockAt);
                return new StrikeReading((int)reading.Used, reading.Written, blocked, blocked ? reading.ResetAt : 0);
            }
        }

        return default;
    }
}
