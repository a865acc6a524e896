namespace AiDesk.Desk.KnowledgeTests;

/// <summary>A clock that stands still until it is moved, and that may do something each time it is asked.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 6, 15, 10, 0, 0, TimeSpan.Zero);

    /// <summary>What happens when it is read; the argument counts the readings from 1.</summary>
    public Action<int>? OnRead { get; set; }

    private int _reads;

    public void Advance(TimeSpan time) => _now += time;

    public override DateTimeOffset GetUtcNow()
    {
        OnRead?.Invoke(++_reads);
        return _now;
    }

    public void Restart() => _reads = 0;
}
