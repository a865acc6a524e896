namespace AiDesk.Policy.Decisions;

/// <summary>The outcome of a check, least severe first. The numbers are those of the wire and of the records; greater is more severe.</summary>
public enum Verdict : byte
{
    None = 0,
    Allow = 1,
    AllowPostReview = 2,
    RequireApproval = 3,
    Escalate = 4,
    Deny = 5,
}

public static class VerdictExtensions
{
    /// <summary>True when the caller may go on now: only then are budgets reserved and decision tokens given.</summary>
    public static bool LetsGoOn(this Verdict verdict) => verdict is Verdict.Allow or Verdict.AllowPostReview;

    /// <summary>The more severe of two: the lattice's join.</summary>
    public static Verdict Or(this Verdict left, Verdict right) => left >= right ? left : right;
}
