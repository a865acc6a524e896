using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Output.Streaming;

/// <summary>The findings of a window, or of the whole, as what they mean for what is released.</summary>
internal readonly ref struct StreamedPlaces(Evaluation work, int offset, bool redacts)
{
    private const string Field = "text";

    private readonly FindingList _findings = work.Findings;

    /// <summary>Nothing may be released that a finding without a place has refused, or that was not listed.</summary>
    public bool RefusesAll
    {
        get
        {
            foreach (ref readonly var finding in _findings.Items)
            {
                if (Stops(finding) && !HasPlace(finding))
                {
                    return true;
                }
            }

            return _findings.Overflow > 0;
        }
    }

    /// <summary>Findings there are that end in (from, to].</summary>
    public int CountIn(int from, int to)
    {
        var count = 0;
        foreach (ref readonly var finding in _findings.Items)
        {
            count += HasPlace(finding) && offset + finding.End > from && offset + finding.End <= to ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where the first finding begins that stops the reply; -1 when none does.</summary>
    /// <param name="to">Findings that end behind it are not looked at.</param>
    public int FirstStop(int to)
    {
        var first = -1;
        foreach (ref readonly var finding in _findings.Items)
        {
            if (Stops(finding) && HasPlace(finding) && offset + finding.End <= to && (first < 0 || offset + finding.Start < first))
            {
                first = offset + finding.Start;
            }
        }

        return first;
    }

    /// <summary>Where the first begins of all that goes over <paramref name="place"/>; -1 when none does.</summary>
    public int Over(int place)
    {
        var first = -1;
        foreach (ref readonly var finding in _findings.Items)
        {
            if ((Stops(finding) || Cuts(finding)) && HasPlace(finding))
            {
                first = Earlier(first, offset + finding.Start, offset + finding.End, place);
            }
        }

        foreach (var (start, end) in work.Pending.Shadows)
        {
            first = Earlier(first, offset + start, offset + end, place);
        }

        foreach (ref readonly var pending in work.Pending.Items)
        {
            first = Earlier(first, offset + pending.Start, offset + pending.End, place);
        }

        return first;
    }

    private static int Earlier(int first, int start, int end, int place) => start < place && end > place && (first < 0 || start < first) ? start : first;

    /// <summary>The places to cut out that end in (from, to], in order.</summary>
    /// <returns>How many.</returns>
    public int CutsIn(int from, int to, Span<(int Start, int End)> places)
    {
        var count = 0;
        foreach (ref readonly var finding in _findings.Items)
        {
            var (start, end) = (offset + finding.Start, offset + finding.End);
            if (Cuts(finding) && HasPlace(finding) && end > from && end <= to)
            {
                places[count++] = (start, end);
            }
        }

        places[..count].Sort();
        return count;
    }

    private bool Cuts(in Finding finding) => redacts && !finding.Monitored && finding.Check is CheckKind.Leaks or CheckKind.PromptOverlap or CheckKind.HiddenValues && finding.End > finding.Start;

    private static bool Stops(in Finding finding) => !finding.Monitored && !finding.Severity.LetsGoOn() && finding.Severity != Verdict.None;

    private static bool HasPlace(in Finding finding) => finding.Start >= 0 && string.Equals(finding.Field, Field, StringComparison.Ordinal);
}
