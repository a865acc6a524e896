using System.Buffers;
using System.Text;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>Cuts instructions out of text that nobody vouches for: whole sentences, so that no half of one stays.</summary>
public static class InjectionCut
{
    /// <summary>Stands where something was cut.</summary>
    public const string Marker = "[removed]";

    /// <summary>After so many rounds the text is full of them, and all of it is cut.</summary>
    private const int MaxRounds = 8;

    /// <summary>Farthest that the ends of a sentence are looked for.</summary>
    private const int SentenceReach = 400;

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n\u3002\uFF01\uFF1F");

    /// <summary>Inspects a text of any length and cuts what scores <see cref="InjectionRules.FlagAt"/> or more. A clean text comes back as it is.</summary>
    /// <param name="views">Working memory; left holding views of the last window.</param>
    /// <param name="text">The text.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="rules">Thresholds; <see cref="InjectionRules.Severity"/> is usually <see cref="Verdict.Allow"/> here: untrusted texts taint, they do not deny.</param>
    /// <param name="findings">Where findings go, with places in the text as it came.</param>
    public static CutText Run(TextViews views, string text, string field, in InjectionRules rules, FindingList findings)
    {
        char[]? remaining = null;
        var highest = 0.0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var score = InspectAll(views, remaining ?? text.AsSpan(), field, rules, findings, out var places);
            highest = Math.Max(highest, score);
            if (score < rules.FlagAt)
            {
                return remaining is null ? new CutText(text, false, highest) : new CutText(Assemble(text, remaining), true, highest);
            }

            remaining ??= text.ToCharArray();
            foreach (var (start, end) in places)
            {
                Blank(remaining, start, end);
            }
        }

        return new CutText(Marker, true, highest);
    }

    private static double InspectAll(
        TextViews views,
        ReadOnlySpan<char> text,
        string field,
        in InjectionRules rules,
        FindingList findings,
        out List<(int Start, int End)> places)
    {
        places = [];
        var highest = 0.0;
        views.Prepare(text);
        do
        {
            var judgement = InjectionJudge.Strongest(views);
            highest = Math.Max(highest, judgement.Score);
            if (judgement.Score < rules.FlagAt)
            {
                continue;
            }

            InjectionFindings.Add(views, judgement, field, rules, findings);
            AddPlaces(views, judgement, places);
        }
        while (views.Advance(text));

        return highest;
    }

    private static void AddPlaces(TextViews views, in ViewJudgement judgement, List<(int Start, int End)> places)
    {
        var view = views[judgement.View];
        var before = places.Count;
        foreach (var (start, end) in judgement.Evidence.Places())
        {
            Add(start, end);
        }

        // Signatures stand where they stand; wording is a stretch of words. It is cut when it is all there is, in this round or in the next.
        if (places.Count == before && judgement.HasWording)
        {
            var (start, end) = InjectionFindings.WordingPlace(view, judgement);
            Add(start, end);
        }

        void Add(int start, int end)
        {
            var place = view.Locate(start, end);
            places.Add((views.Offset + place.Start, views.Offset + place.End));
        }
    }

    /// <summary>Overwrites the sentences of a place with line ends: places in what remains stay places in the text.</summary>
    private static void Blank(char[] text, int start, int end)
    {
        var before = text.AsSpan(Math.Max(0, start - SentenceReach), start - Math.Max(0, start - SentenceReach));
        var open = before.LastIndexOfAny(SentenceEnds);
        var first = open < 0 ? start - before.Length : start - before.Length + open + 1;
        var behind = text.AsSpan(end, Math.Min(SentenceReach, text.Length - end));
        var close = behind.IndexOfAny(SentenceEnds);
        var last = close < 0 ? end + behind.Length : end + close + 1;
        text.AsSpan(first, last - first).Fill(Blanked);
    }

    /// <summary>A line end that no reader writes, so that it can be told from the text's own.</summary>
    private const char Blanked = '\u2029';

    private static string Assemble(string text, char[] remaining)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < remaining.Length;)
        {
            if (remaining[i] != Blanked || text[i] == Blanked)
            {
                result.Append(remaining[i++]);
                continue;
            }

            var leading = char.IsWhiteSpace(text[i]) ? text[i].ToString() : "";
            while (i < remaining.Length && remaining[i] == Blanked)
            {
                i++;
            }

            result.Append(leading).Append(Marker);
            if (text[i - 1] == '\n')
            {
                result.Append('\n');
            }
        }

        return result.ToString();
    }
}
