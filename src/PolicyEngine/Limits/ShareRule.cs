namespace AiDesk.Policy.Limits;

/// <summary>
/// A share of a limit or budget (<c>share:</c>): what a replica may take out of the shared counters at once, counted there as used or held, to decide by
/// itself for a while. Counters of one process have no use for it.
/// </summary>
/// <param name="Part">The most that one share takes of what is left, in thousandths, 1 to 500.</param>
/// <param name="ForMs">How long a share may be used, milliseconds, 100 to 10,000.</param>
public sealed record ShareRule(int Part, long ForMs)
{
    public const int GreatestPart = 500;
    public const long ShortestMs = 100;
    public const long LongestMs = 10_000;
}
