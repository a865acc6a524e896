namespace AiDesk.Policy.Limits;

/// <summary>What a counter operation does.</summary>
public enum CounterKind : byte
{
    /// <summary>Reads the tenant's kill switch; on gates <see cref="Decisions.Verdict.Deny"/>.</summary>
    KillSwitch,

    /// <summary>Counts hits against a <see cref="RateRule"/>.</summary>
    Rate,

    /// <summary>Has the same descriptor been seen within the rule's time, under another token?</summary>
    Duplicate,

    /// <summary>Reads a session's strikes, and adds one when asked.</summary>
    Strike,

    /// <summary>Holds an amount in a budget under the batch's reservation.</summary>
    Reserve,

    /// <summary>Consumes a name once: a token redeemed, a message sent. Taken by another: gates.</summary>
    OnceOnly,

    /// <summary>Gates unless a fact was recorded before.</summary>
    Require,

    /// <summary>Reads the session's taint; sets it when asked.</summary>
    Taint,

    /// <summary>Binds a run to the session that used it first; another session gates.</summary>
    Bind,

    /// <summary>Puts values into a run's or session's sets and asks which of them were there; one that must not be gates.</summary>
    Member,
}
