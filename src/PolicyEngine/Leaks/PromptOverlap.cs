using System.Globalization;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>Stretches of a reply that are word for word in a system prompt, in any view of the reply.</summary>
internal static class PromptOverlap
{
    /// <summary>Grams in a row that make a leak: 12 words. A phrase of eight can be chance, or good manners.</summary>
    private const int MinGrams = 5;

    /// <summary>Grams in one text that make a leak though no stretch is that long.</summary>
    private const int MinScattered = 8;

    public static void Run(TextViews views, string field, LeakOptions options, FindingList findings)
    {
        for (var v = 0; v < views.Count; v++)
        {
            var view = views[v];
            if (FindIn(views, view, field, options, findings))
            {
                return;
            }
        }
    }

    private static bool FindIn(TextViews views, TextView view, string field, LeakOptions options, FindingList findings)
    {
        var tokens = view.Tokens;
        var total = 0;
        var run = 0;
        var first = -1;
        var last = -1;
        var found = false;
        for (var i = 0; i + PromptIndex.GramWords <= tokens.Length; i++)
        {
            if (options.SystemPrompts.Contains(PromptIndex.Gram(tokens, i)))
            {
                run++;
                total++;
                first = first < 0 ? i : first;
                last = i;
                continue;
            }

            found |= run >= MinGrams && Report(views, view, i - run, i - 1, run, field, options, findings);
            run = 0;
        }

        found |= run >= MinGrams && Report(views, view, last - run + 1, last, run, field, options, findings);
        return found || (total >= MinScattered && Report(views, view, first, last, total, field, options, findings));
    }

    private static bool Report(TextViews views, TextView view, int first, int last, int grams, string field, LeakOptions options, FindingList findings)
    {
        var from = view.Tokens[first].Start;
        var to = view.Tokens[last + PromptIndex.GramWords - 1].End;
        var (start, end) = view.Locate(from, to);
        var transform = view.TransformAt(from, to);
        transform = transform == TextTransform.None ? options.SystemPrompts.TransformOf(PromptIndex.Gram(view.Tokens, first)) : transform;
        findings.Add(new Finding("leak.prompt_overlap", CheckKind.PromptOverlap, options.Severity, Reason.Leak)
        {
            Start = views.Offset + start,
            End = views.Offset + end,
            Field = field,
            Transform = TextTransforms.NameOf(transform),
            Detail = string.Create(CultureInfo.InvariantCulture, $"{grams + PromptIndex.GramWords - 1} words"),
            Monitored = options.Monitored,
        });
        return true;
    }
}
