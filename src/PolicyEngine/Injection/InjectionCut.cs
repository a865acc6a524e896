using System.Buffers;
using System.Text;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>Cuts instructions out of text that nobody vouches for: whole sentences, so that no half of one stays.</summary>
public static class InjectionCut
{
    /// <summary>Stands where something was cut.</summary>
    public const string Marker = "[removed]";

    /// <summary>After so many rounds the text is full of them, and all of it is cut.</summary>
    private const int MaxRounds = 8;

    /// <summary>From this round on the whole of a stretch is cut, so that a long text that is strange all over comes to an end.</summary>
    private const int NarrowRounds = 4;

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
        var score = Find(views, text, field, rules, findings, ref remaining);
        return remaining is null ? new CutText(text, false, score) : new CutText(Assemble(text, remaining), true, score);
    }

    /// <summary>As <see cref="Run"/>, without putting the text together.</summary>
    /// <param name="views">Working memory.</param>
    /// <param name="text">The text.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="rules">Thresholds.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="remaining">What remains of the text, place by place; made when something is cut.</param>
    /// <returns>The highest score met, 0 to 1.</returns>
    internal static double Find(TextViews views, string text, string field, in InjectionRules rules, FindingList findings, ref char[]? remaining)
    {
        var highest = 0.0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var score = InspectAll(views, remaining ?? text.AsSpan(), field, rules, findings, round >= NarrowRounds, out var places);
            highest = Math.Max(highest, score);
            if (score < rules.FlagAt)
            {
                return highest;
            }

            remaining ??= text.ToCharArray();
            foreach (var (start, end) in places)
            {
                Blank(remaining, start, end);
            }
        }

        remaining.AsSpan().Fill(Blanked);
        return highest;
    }

    private static double InspectAll(
        TextViews views,
        ReadOnlySpan<char> text,
        string field,
        in InjectionRules rules,
        FindingList findings,
        bool whole,
        out List<(int Start, int End)> places)
    {
        places = [];
        var highest = 0.0;
        views.Prepare(text);
        do
        {
            var judgement = InjectionJudge.Strongest(views, InjectionModel.Shipped, byPlace: true);
            highest = Math.Max(highest, judgement.Score);
            if (judgement.Score < rules.FlagAt)
            {
                continue;
            }

            InjectionFindings.Add(views, judgement, field, rules, findings);
            InjectionPlaces.Add(views, judgement, rules.FlagAt, whole, places);
        }
        while (views.Advance(text));

        return highest;
    }

    /// <summary>Overwrites the sentences of a place with line ends: places in what remains stay places in the text.</summary>
    internal static void Blank(Span<char> text, int start, int end)
    {
        var before = text.Slice(Math.Max(0, start - SentenceReach), start - Math.Max(0, start - SentenceReach));
        var open = before.LastIndexOfAny(SentenceEnds);
        var first = open < 0 ? start - before.Length : start - before.Length + open + 1;
        var behind = text.Slice(end, Math.Min(SentenceReach, text.Length - end));
        var close = behind.IndexOfAny(SentenceEnds);
        var last = close < 0 ? end + behind.Length : end + close + 1;
        text[first..last].Fill(Blanked);
    }

    /// <summary>A line end that no reader writes, so that it can be told from the text's own.</summary>
    private const char Blanked = '\u2029';

    /// <summary>The text with <see cref="Marker"/> where <paramref name="remaining"/> is blank.</summary>
    internal static string Assemble(string text, char[] remaining)
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
