using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Copies of one text, each known by its message id.</summary>
internal sealed class DuplicateEntry : CounterEntry
{
    public readonly SeenTokens Seen = new();
}

/// <summary>
/// Has the same text been accepted within the rule's time, under another message id? A message that was refused for something else is not remembered, so that
/// a customer who was told to wait may send it again.
/// </summary>
internal static class Duplicates
{
    public static void Check(in CounterOperation operation, DuplicateEntry? entry, long now, ref CounterReading reading)
    {
        entry?.Seen.ForgetUntil(now - operation.WindowMs);
        var allowed = Allowed(operation);
        var own = entry?.Seen.IndexOf(operation.Token) ?? -1;
        reading.Used = own >= 0 ? own : entry?.Seen.Count ?? 0;
        reading.Remaining = Math.Max(0, allowed - reading.Used);
        reading.State = reading.Used > allowed ? CounterState.Over : CounterState.Ok;
        reading.ResetAt = reading.State == CounterState.Over ? entry!.Seen.NewestAt + operation.WindowMs : 0;
    }

    public static void Remember(in CounterOperation operation, DuplicateEntry entry, long now)
    {
        if (entry.Seen.IndexOf(operation.Token) < 0)
        {
            entry.Seen.Add(operation.Token, now, Allowed(operation) + 2);
        }

        entry.ExpiresAt = entry.Seen.NewestAt + operation.WindowMs;
    }

    // What is kept must be enough to find one copy too many; a greater threshold is taken as the greatest that can be.
    private static int Allowed(in CounterOperation operation) => Math.Clamp(operation.Threshold, 0, SeenTokens.Limit - 2);
}
