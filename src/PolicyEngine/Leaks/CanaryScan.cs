using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>Canaries in every view of a reply; what stands between their letters does not count, so they may be spaced, hyphenated or broken over lines.</summary>
internal static class CanaryScan
{
    /// <summary>Signs between two letters of a canary that still belong to it.</summary>
    private const int MaxBetween = 4;

    public static void Run(TextViews views, string field, LeakOptions options, FindingList findings)
    {
        for (var v = 0; v < views.Count; v++)
        {
            var view = views[v];
            foreach (var (letters, transform) in options.Canaries.Forms)
            {
                if (Find(view.Text, letters) is { End: > 0 } place)
                {
                    Report(views, view, place.Start, place.End, transform, field, options, findings);
                    return;
                }
            }
        }
    }

    private static (int Start, int End) Find(ReadOnlySpan<char> text, string letters)
    {
        var from = 0;
        while (text[from..].IndexOf(letters[0]) is >= 0 and var found)
        {
            var start = from + found;
            var end = End(text, start, letters);
            if (end > 0)
            {
                return (start, end);
            }

            from = start + 1;
        }

        return default;
    }

    /// <summary>The index behind the canary that begins at <paramref name="start"/>; -1 when there is none.</summary>
    private static int End(ReadOnlySpan<char> text, int start, string letters)
    {
        var next = 0;
        var between = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == letters[next])
            {
                between = 0;
                if (++next == letters.Length)
                {
                    return i + 1;
                }
            }
            else if (char.IsLetterOrDigit(text[i]) || ++between > MaxBetween)
            {
                return -1;
            }
        }

        return -1;
    }

    private static void Report(TextViews views, TextView view, int from, int to, TextTransform transform, string field, LeakOptions options, FindingList findings)
    {
        var (start, end) = view.Locate(from, to);
        var seen = view.TransformAt(from, to);
        findings.Add(new Finding("leak.canary", CheckKind.Leaks, options.Severity, Reason.Leak)
        {
            Start = views.Offset + start,
            End = views.Offset + end,
            Field = field,
            Transform = TextTransforms.NameOf(seen == TextTransform.None ? transform : seen),
            Monitored = options.Monitored,
        });
    }
}
