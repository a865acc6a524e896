using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Leaks;

/// <summary>One text under inspection: what the scanners share.</summary>
internal readonly ref struct LeakScan(ReadOnlySpan<char> text, string field, LeakOptions options, FindingList findings, PendingLeaks? pending)
{
    public ReadOnlySpan<char> Text { get; } = text;

    public LeakOptions Options { get; } = options;

    /// <summary>Adds a finding unless the place is part of one that was found before: the scanners run from the most to the least specific. Without a score, its code's.</summary>
    public void Add(string code, int start, int end, double score = -1)
    {
        if (IsKnown(start, end))
        {
            return;
        }

        findings.Add(new Finding(code, CheckKind.Leaks, Options.Severity, Reason.Leak)
        {
            Start = start,
            End = end,
            Field = field,
            Score = score < 0 ? Confidence.Of(code) : score,
            Monitored = Options.Monitored,
        });
    }

    /// <summary>As <see cref="Add"/>, but not for what the policy lets customers see, nor for a part of a link that it lets them follow; and the conversation may excuse it.</summary>
    public void AddId(string code, int start, int end)
    {
        if (!Options.Allows(Text[start..end]) && !LinkScan.IsInAllowedLink(this, start) && !IsKnown(start, end)
            && pending?.TryAddId(code, Text[start..end], start) != true)
        {
            Add(code, start, end);
        }
    }

    /// <summary>As <see cref="Add"/>, for a link whose host the conversation may have named.</summary>
    public void AddLink(string code, int start, int end)
    {
        if (!IsKnown(start, end) && pending?.TryAddLink(code, Text[start..end], start) != true)
        {
            Add(code, start, end);
        }
    }

    private bool IsKnown(int start, int end)
    {
        foreach (ref readonly var other in findings.Items)
        {
            if (other.Check == CheckKind.Leaks && other.Start < end && start < other.End && string.Equals(other.Field, field, StringComparison.Ordinal))
            {
                return Shadowed(start, end, other.Start, other.End);
            }
        }

        foreach (ref readonly var other in pending is null ? default : pending.Items)
        {
            if (other.Start < end && start < other.End)
            {
                return Shadowed(start, end, other.Start, other.End);
            }
        }

        return false;
    }

    /// <summary>A place that stands out of the one that is reported instead is remembered: a stream must not let it go before that one is sure.</summary>
    private bool Shadowed(int start, int end, int knownStart, int knownEnd)
    {
        if (start < knownStart || end > knownEnd)
        {
            pending?.AddShadow(start, end);
        }

        return true;
    }
}
