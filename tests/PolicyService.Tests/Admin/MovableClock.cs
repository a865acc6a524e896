namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>The system's clock, put ahead by a test; its timers are the system's.</summary>
internal sealed class MovableClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
