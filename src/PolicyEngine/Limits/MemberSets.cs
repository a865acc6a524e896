namespace AiDesk.Policy.Limits;

/// <summary>
/// The sets that a value of a run or session can be in; one value may be in several. What makes an answer stricter is written whatever the outcome; what
/// makes one milder only when the batch lets the caller go on, as nobody saw it otherwise.
/// </summary>
[Flags]
public enum MemberSets : byte
{
    None = 0,

    /// <summary>Of a run: FilterToolOutput dropped it.</summary>
    Hidden = 1,

    /// <summary>Of a run: the sanitized output of a tool showed it.</summary>
    Exposed = 2,

    /// <summary>Of a session: text that nobody vouches for held it.</summary>
    Untrusted = 4,

    /// <summary>Of a session: the customer wrote it, or a tool vouches for it.</summary>
    Trusted = 8,

    /// <summary>The sets that make an answer milder.</summary>
    Milder = Exposed | Trusted,
}
