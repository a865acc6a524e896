using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The latest texts of one session.</summary>
internal sealed class DuplicateEntry : CounterEntry
{
    public readonly SeenTexts Seen = new();
}

/// <summary>
/// Has the same text been accepted within the rule's time, under another message id? A message that was refused for something else is not remembered, so that
/// a customer who was told to wait may send it again. A session's latest <see cref="SeenTexts.Limit"/> texts are looked at: one entry a session, not one a
/// message, so that what is kept grows with the customers and not with what they say.
/// </summary>
internal static class Duplicates
{
    public static void Check(in CounterOperation operation, DuplicateEntry? entry, long now, ref CounterReading reading)
    {
        entry?.Seen.ForgetUntil(now - operation.WindowMs);
        var allowed = Allowed(operation);
        var (times, own, latestAt) = entry?.Seen.Find(operation.Digest, operation.Token) ?? (0, -1, 0);
        reading.Used = own >= 0 ? own : times;
        reading.Remaining = Math.Max(0, allowed - reading.Used);
        reading.State = reading.Used > allowed ? CounterState.Over : CounterState.Ok;
        reading.ResetAt = reading.State == CounterState.Over ? latestAt + operation.WindowMs : 0;
    }

    public static void Remember(in CounterOperation operation, DuplicateEntry entry, long now)
    {
        if (entry.Seen.Find(operation.Digest, operation.Token).Own < 0)
        {
            entry.Seen.Add(operation.Digest, operation.Token, now, Allowed(operation) + 2);
        }

        entry.ExpiresAt = entry.Seen.NewestAt + operation.WindowMs;
    }

    // What is kept must be enough to find one copy too many; a greater threshold is taken as the greatest that can be.
    private static int Allowed(in CounterOperation operation) => Math.Clamp(operation.Threshold, 0, SeenTexts.Limit - 2);
}
