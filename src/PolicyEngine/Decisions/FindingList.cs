namespace AiDesk.Policy.Decisions;

/// <summary>
/// The findings of one check, in the order they were made: reused from call to call, bounded. Past <see cref="Limit"/> findings are counted and not
/// kept, but their severity still counts: what overflows can never make a decision milder.
/// </summary>
public sealed class FindingList
{
    /// <summary>Most findings kept of one check.</summary>
    public const int Limit = 64;

    private readonly Finding[] _items = new Finding[Limit];

    public int Count { get; private set; }

    /// <summary>Findings past <see cref="Limit"/>.</summary>
    public int Overflow { get; private set; }

    /// <summary>The most severe of those past <see cref="Limit"/>, monitored ones too; <see cref="Verdict.Allow"/> when there are none.</summary>
    public Verdict OverflowSeverity { get; private set; } = Verdict.Allow;

    /// <summary>The most severe of those that bind; <see cref="Verdict.Allow"/> when none does.</summary>
    public Verdict Severity { get; private set; } = Verdict.Allow;

    /// <summary>The reason of the first finding of <see cref="Severity"/>; <see cref="Reason.Ok"/> when none binds.</summary>
    public Reason Reason { get; private set; } = Reason.Ok;

    /// <summary>The most severe of all, monitored ones too: what the verdict would have been had everything been enforced.</summary>
    public Verdict EnforcedSeverity { get; private set; } = Verdict.Allow;

    public ReadOnlySpan<Finding> Items => _items.AsSpan(0, Count);

    public ref readonly Finding this[int index] => ref Items[index];

    public void Add(in Finding finding)
    {
        if (finding.Severity > EnforcedSeverity)
        {
            EnforcedSeverity = finding.Severity;
        }

        if (!finding.Monitored && finding.Severity > Severity)
        {
            Severity = finding.Severity;
            Reason = finding.Reason;
        }

        if (Count < Limit)
        {
            _items[Count++] = finding;
        }
        else
        {
            Overflow++;
            OverflowSeverity = OverflowSeverity.Or(finding.Severity);
        }
    }

    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
        Overflow = 0;
        OverflowSeverity = Verdict.Allow;
        Severity = Verdict.Allow;
        EnforcedSeverity = Verdict.Allow;
        Reason = Reason.Ok;
    }
}
