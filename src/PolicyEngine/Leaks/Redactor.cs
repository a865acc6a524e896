using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Leaks;

/// <summary>Takes what was found out of a text and leaves the rest readable.</summary>
public static class Redactor
{
    /// <summary>Stands where something was taken out: a mark of omission that every language reads, since customers see it (law 11).</summary>
    public const string Replacement = "[…]";

    /// <summary>
    /// The text without the places of the leak, hidden-value and prompt-overlap findings of <paramref name="field"/>; overlapping and touching places become one. Findings
    /// in monitor change nothing. When more was found than a list keeps, nothing can be vouched for and the whole text is replaced.
    /// </summary>
    public static string Redact(string text, FindingList findings, string field)
    {
        if (findings.Overflow > 0)
        {
            return Replacement;
        }

        Span<(int Start, int End)> places = stackalloc (int, int)[FindingList.Limit];
        var count = 0;
        foreach (ref readonly var finding in findings.Items)
        {
            if (finding.Check is CheckKind.Leaks or CheckKind.PromptOverlap or CheckKind.HiddenValues && !finding.Monitored && finding.Start >= 0
                && finding.End > finding.Start && finding.End <= text.Length && string.Equals(finding.Field, field, StringComparison.Ordinal))
            {
                places[count++] = (finding.Start, finding.End);
            }
        }

        if (count == 0)
        {
            return text;
        }

        places = places[..count];
        places.Sort();
        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (var i = 0; i < count; i++)
        {
            var (start, end) = places[i];
            if (end <= copied)
            {
                continue;
            }

            if (start > copied || i == 0)
            {
                result.Append(text, copied, start - copied).Append(Replacement);
            }

            copied = end;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
