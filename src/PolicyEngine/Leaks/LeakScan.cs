using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Leaks;

/// <summary>One text under inspection: what the scanners share.</summary>
internal readonly ref struct LeakScan(ReadOnlySpan<char> text, string field, LeakOptions options, FindingList findings)
{
    public ReadOnlySpan<char> Text { get; } = text;

    public LeakOptions Options { get; } = options;

    /// <summary>Adds a finding unless the place is part of one that was found before: the scanners run from the most to the least specific.</summary>
    public void Add(string code, int start, int end, string detail = "")
    {
        foreach (ref readonly var other in findings.Items)
        {
            if (other.Check == CheckKind.Leaks && other.Start < end && start < other.End && string.Equals(other.Field, field, StringComparison.Ordinal))
            {
                return;
            }
        }

        findings.Add(new Finding(code, CheckKind.Leaks, Options.Severity, Reason.Leak)
        {
            Start = start,
            End = end,
            Field = field,
            Detail = detail,
            Monitored = Options.Monitored,
        });
    }

    /// <summary>As <see cref="Add"/>, but not for what the policy lets customers see, nor for a part of a link that it lets them follow.</summary>
    public void AddId(string code, int start, int end)
    {
        if (!Options.Allows(Text[start..end]) && !LinkScan.IsInAllowedLink(this, start))
        {
            Add(code, start, end);
        }
    }
}
