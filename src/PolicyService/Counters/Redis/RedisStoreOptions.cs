namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>What becomes of budgets when the server has lost its memory, or is new.</summary>
internal enum RecoverRule : byte
{
    /// <summary>They stay closed for one lease: what is held unseen has ended by then.</summary>
    Wait,

    /// <summary>They open at once; what was held unseen may come on top of the cap, and is reported as an overrun when it is settled.</summary>
    AcceptOverrun,
}

/// <summary>How the store uses its server.</summary>
internal sealed record RedisStoreOptions
{
    /// <summary>How long a decision waits for its counters. 1 ms to 10 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long what runs off the path waits: settles, rebuilds, sweeps.</summary>
    public TimeSpan SlowDeadline { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What all keys begin with; 1 to 32 letters, digits, '-', '_', '.'. For a server that is shared.</summary>
    public string KeySpace { get; init; } = "aidesk";

    public RecoverRule Recover { get; init; } = RecoverRule.Wait;

    /// <summary>The longest lease that a reservation is given: how long <see cref="RecoverRule.Wait"/> waits.</summary>
    public TimeSpan LongestLease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Tests only: the clock that scripts take instead of the server's. Null in production.</summary>
    public TimeProvider? ScriptClock { get; init; }

    /// <summary>The clock that scripts are passed, Unix milliseconds; 0 for the server's own.</summary>
    public long ScriptClockMs => ScriptClock?.GetUtcNow().ToUnixTimeMilliseconds() ?? 0;
}
