using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>When a strike, a taint or a fact is written.</summary>
public enum CounterWrite : byte
{
    /// <summary>Read only.</summary>
    No,

    /// <summary>Whatever the other operations say.</summary>
    Always,

    /// <summary>When the batch's <see cref="CounterKind.Duplicate"/> operation found one.</summary>
    OnDuplicate,

    /// <summary>Strike: all of them are forgotten, and the block with them. It passes always, and is applied when the batch lets the caller go on.</summary>
    Clear,
}

/// <summary>
/// One operation of a batch. Which members count is said per <see cref="Kind"/>; every store, and the script that Redis runs, reads the same ones.
/// </summary>
public struct CounterOperation
{
    public CounterKind Kind;

    /// <summary>Name of the limit, budget or fact in the policy; part of the key. Member: the run that the sets are of; empty for those of the session.</summary>
    public string Name;

    /// <summary>What is counted by: a session, an address. Part of the key; empty for the tenant as a whole.</summary>
    public string Descriptor;

    /// <summary>Duplicate: hash of the folded text. Otherwise 0.</summary>
    public UInt128 Digest;

    /// <summary>Rate: its windows. Otherwise null.</summary>
    public RateRule? Rate;

    /// <summary>Duplicate: copies allowed within <see cref="WindowMs"/>. Strike: strikes at which the session is blocked.</summary>
    public int Threshold;

    /// <summary>Duplicate: how long a text is remembered. Strike: how long one counts. OnceOnly, Require, Taint, Bind, Member: how long it is kept. Milliseconds.</summary>
    public long WindowMs;

    /// <summary>Strike: how long a block lasts, in milliseconds; 0 for no block of its own.</summary>
    public long BlockMs;

    /// <summary>
    /// Rate: hits; 0 peeks; below 0 gives back so many, never more than were counted: it passes always, and is applied when the batch lets the caller go on.
    /// Reserve: the amount to hold.
    /// </summary>
    public long Cost;

    /// <summary>
    /// Rate, giving back: when the limit would have been whole, as the reading said that counted the hits (<see cref="CounterReading.ResetAt"/>). From then on
    /// they count no longer, and nothing is given back. 0: they are hits of the window that it is now.
    /// </summary>
    public long CountedUntil;

    /// <summary>Duplicate, Strike, OnceOnly: who asks (a message id, a request id). The same token again is the same event and counts once.</summary>
    public string Token;

    /// <summary>Strike, Taint, Require: when it is written.</summary>
    public CounterWrite Write;

    /// <summary>Reserve: the budget's points. Otherwise null.</summary>
    public BudgetRule? Budget;

    /// <summary>Reserve: the cap in the budget's unit.</summary>
    public long Cap;

    /// <summary>Rate (calendar) and Reserve: the window now, and where the next one ends; the store picks by its own clock.</summary>
    public CalendarWindow Window;

    /// <summary>What the operation asks for when it does not pass; <see cref="Verdict.None"/> in monitor: it never gates.</summary>
    public Verdict Gate;

    /// <summary>What holds for it while the counters do not answer. What nobody sets denies.</summary>
    public OutageRule Outage;

    /// <summary>Reserve in monitor: hold even above the cap, and report it.</summary>
    public bool Force;

    /// <summary>Member: its values are <see cref="MemberCount"/> of the batch's <see cref="CounterBatch.Members"/> from here on.</summary>
    public int MemberStart;

    /// <summary>Member: how many; 0 to <see cref="MemberList.Limit"/>.</summary>
    public int MemberCount;

    /// <summary>Member: a value in one of these sets, and in none of <see cref="MemberUnless"/>, does not pass.</summary>
    public MemberSets MemberOf;

    /// <summary>Member: the sets that excuse a value. When this and <see cref="MemberOf"/> are both none, nothing is asked.</summary>
    public MemberSets MemberUnless;

    /// <summary>Member: id of the key under which values are hashed. Sets of another key are begun anew, and known to be incomplete.</summary>
    public ulong MemberKey;

    /// <summary>Member: there were more values than the batch could carry, so that the sets are incomplete from now on.</summary>
    public bool MemberTruncated;

    /// <summary>Member: it asks where values came from.</summary>
    internal readonly bool IsQuestionOfProvenance => Kind == CounterKind.Member && (MemberOf & MemberSets.Untrusted) != 0;
}
