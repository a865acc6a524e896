using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>How much one share may take.</summary>
internal static class ShareRoom
{
    /// <summary>Reservations of one share: they are made in one script, while which nobody else's runs.</summary>
    public const int MostReservations = Redis.ManyCall.Most;

    /// <summary>Hits, of a limit that has so many left.</summary>
    public static long OfRate(in CounterOperation operation, long remaining) => PartOf(remaining, operation.Rate!.Share!);

    /// <summary>Reservations, in budgets that have so much left.</summary>
    public static long OfBudgets(ReadOnlySpan<CounterOperation> reserves, ReadOnlySpan<CounterReading> readings)
    {
        var room = (long)MostReservations;
        for (var i = 0; i < reserves.Length; i++)
        {
            room = Math.Min(room, PartOf(readings[i].Remaining, reserves[i].Budget!.Share!) / reserves[i].Cost);
        }

        return room;
    }

    private static long PartOf(long left, ShareRule rule) => (long)((Int128)left * rule.Part / 1000);
}
