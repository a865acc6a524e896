namespace AiDesk.Bench.Capacity.Running;

/// <summary>
/// Until a service runs what the compiler makes of it in the end. With one processor the compiler has to share it with the calls, so that it takes long: rounds of two seconds, until three
/// of them have brought nothing, and not above a minute.
/// </summary>
internal static class WarmUp
{
    private const int MostRounds = 30;
    private const int RoundsWithoutGain = 3;
    private const double Gain = 1.03;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static void Run(Phase phase, int perConnection)
    {
        var (best, without) = (0, 0);
        for (var round = 0; round < MostRounds && without < RoundsWithoutGain; round++)
        {
            var answered = phase.Closed(perConnection, Round).Tallies.Sum(tally => tally.Answered);
            without = answered > best * Gain ? 0 : without + 1;
            best = Math.Max(best, answered);
        }
    }
}
