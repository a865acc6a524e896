namespace AiDesk.Policy.Limits;

/// <summary>
/// A calendar window and its successor, in Unix milliseconds: [<see cref="Start"/>, <see cref="End"/>), then [<see cref="End"/>, <see cref="NextEnd"/>).
/// Both are passed so that a store whose clock has crossed the boundary picks the right one: replicas with skewed clocks agree at midnight.
/// </summary>
public readonly record struct CalendarWindow(long Start, long End, long NextEnd)
{
    /// <summary>A window without end: a campaign's total.</summary>
    public static CalendarWindow Forever { get; } = new(0, long.MaxValue, long.MaxValue);
}
