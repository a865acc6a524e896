using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Strikes of one session.</summary>
internal sealed class StrikeEntry : CounterEntry
{
    public readonly SeenTokens Seen = new();

    /// <summary>End of the block, Unix milliseconds; 0 when there is none.</summary>
    public long BlockedUntil;
}

/// <summary>Counts strikes, each event once; the one that reaches the threshold blocks; a block that was served leaves a clean slate.</summary>
internal static class Strikes
{
    /// <summary>How the session stands once the strike, if <paramref name="asked"/>, is counted. <see cref="CounterReading.Written"/> says that this event has one.</summary>
    public static void Check(in CounterOperation operation, StrikeEntry? entry, bool asked, long now, ref CounterReading reading)
    {
        Turn(operation, entry, now);
        var counted = entry?.Seen.Count ?? 0;
        var blockedUntil = entry?.BlockedUntil ?? 0;
        reading.Written = entry?.Seen.IndexOf(operation.Token) >= 0;
        if (asked && Adds(operation, entry))
        {
            counted++;
            reading.Written = true;
            if (Reaches(operation, counted) && operation.BlockMs > 0)
            {
                blockedUntil = Saturating.Add(now, operation.BlockMs);
            }
        }

        reading.Used = counted;
        reading.Remaining = Math.Max(0, operation.Threshold - counted);
        reading.ResetAt = blockedUntil;
        reading.State = blockedUntil > now || (operation.BlockMs <= 0 && Reaches(operation, counted)) ? CounterState.Over : CounterState.Ok;
        if (operation.Write == CounterWrite.Clear)
        {
            reading.Written = counted > 0 || blockedUntil > now;
            reading.State = CounterState.Ok;
        }

        if (reading is { State: CounterState.Over, ResetAt: 0 })
        {
            // Without a block of its own the session is free when one strike fewer than the threshold counts.
            var freed = counted - operation.Threshold;
            reading.ResetAt = Saturating.Add(entry is not null && freed < entry.Seen.Count ? entry.Seen.At(freed).At : now, operation.WindowMs);
        }
    }

    /// <summary>A new strike would be written: none is while a block runs, nor twice for one event.</summary>
    public static bool Adds(in CounterOperation operation, StrikeEntry? entry) =>
        entry is null || (entry.BlockedUntil == 0 && entry.Seen.IndexOf(operation.Token) < 0);

    public static void Add(in CounterOperation operation, StrikeEntry entry, long now)
    {
        if (!Adds(operation, entry))
        {
            return;
        }

        entry.Seen.Add(operation.Token, now, SeenTokens.Limit);
        if (Reaches(operation, entry.Seen.Count) && operation.BlockMs > 0)
        {
            entry.BlockedUntil = Saturating.Add(now, operation.BlockMs);
        }

        entry.ExpiresAt = Math.Max(Saturating.Add(now, operation.WindowMs), entry.BlockedUntil);
    }

    public static void Clear(StrikeEntry entry)
    {
        entry.Seen.Clear();
        entry.BlockedUntil = 0;
        entry.ExpiresAt = 0;
    }

    private static bool Reaches(in CounterOperation operation, int strikes) => operation.Threshold > 0 && strikes >= operation.Threshold;

    private static void Turn(in CounterOperation operation, StrikeEntry? entry, long now)
    {
        if (entry is null)
        {
            return;
        }

        if (entry.BlockedUntil == 0)
        {
            entry.Seen.ForgetUntil(now - operation.WindowMs);
        }
        else if (entry.BlockedUntil <= now)
        {
            entry.BlockedUntil = 0;
            entry.Seen.Clear();
        }
    }
}
