namespace AiDesk.Desk.ApprovalsTests;

/// <summary>The system's clock, moved. Timers run as they do.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>Forwards or, negative, backwards.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
