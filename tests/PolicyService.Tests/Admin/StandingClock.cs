namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>A clock that says the same time for ever, so that two answers can be compared byte for byte; its timers are the system's.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
}
