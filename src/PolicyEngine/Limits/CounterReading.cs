namespace AiDesk.Policy.Limits;

/// <summary>How one operation ended.</summary>
public enum CounterState : byte
{
    /// <summary>The operation was not looked at.</summary>
    NotRead = 0,

    /// <summary>Within the limit; not blocked; not seen before; not tainted.</summary>
    Ok,

    /// <summary>Budget: at or past its warn point.</summary>
    Warn,

    /// <summary>Budget: at or past its approve point.</summary>
    Approve,

    /// <summary>Over the limit; a duplicate; blocked; consumed before; a fact that is missing; frozen; tainted; bound to another; a value that must not be there.</summary>
    Over,

    /// <summary>Member: none that must not be there was found, but values were lost before (too many, or hashed under another key): it is not a pass.</summary>
    Incomplete,

    /// <summary>The store could not answer: the limit's outage rule decides, and the decision is degraded.</summary>
    Unavailable,
}

/// <summary>What one operation found.</summary>
public struct CounterReading
{
    public CounterState State;

    /// <summary>Rate: hits in the window. Strike: strikes that count now. Duplicate: earlier copies. Reserve: committed + reserved before this call.
    /// Member: values that did not pass.</summary>
    public long Used;

    /// <summary>What is left, 0 and up.</summary>
    public long Remaining;

    /// <summary>When the limit is whole again, or the block ends, in Unix milliseconds; 0 when neither.</summary>
    public long ResetAt;

    /// <summary>Strike, Taint, OnceOnly, Bind: this call wrote it.</summary>
    public bool Written;

    /// <summary>Read from counters of this process alone, because the shared ones did not answer: the decision is degraded.</summary>
    public bool Local;
}
