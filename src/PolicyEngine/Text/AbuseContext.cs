namespace AiDesk.Policy.Text;

/// <summary>
/// Does a word of abuse mean the reader? A strong one counts unless it is reported ("he called me …") or quoted; a mild one only where it is said to
/// somebody ("you are such a …") or stands by itself. Asked of a word that was found, so a clean text never comes here.
/// </summary>
internal static class AbuseContext
{
    /// <summary>Words looked at before it for who is spoken to.</summary>
    private const int Reach = 5;

    /// <summary>Words looked at on either side for who is quoted.</summary>
    private const int ReportReach = 8;

    /// <summary>Units looked at on either side for the ends of a quotation.</summary>
    private const int QuoteReach = 300;

    /// <summary>Units that must stand outside a quotation: who writes nothing else than the quotation says it himself.</summary>
    private const int QuoteSurroundings = 12;

    private const ulong Cue = 1;
    private const ulong Filler = 2;
    private const ulong CueAfter = 4;
    private const ulong Report = 8;
    private const ulong ReportAfter = 16;
    private const ulong Title = 32;

    private static readonly PhraseTable Words = PhraseTable.Build(
        from entry in LexiconFile.Read("Text/Lexicon/abuse_context.txt")
        select (entry.Text, MaskOf(entry.Section), entry.Exact));

    /// <summary>True when the words count as abuse.</summary>
    /// <param name="lexicon">The words of abuse: another one in between does not end an address.</param>
    /// <param name="views">The prepared text.</param>
    /// <param name="view">The view they were found in.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="mild">They count only where they are said to somebody.</param>
    public static bool Counts(PhraseTable lexicon, TextViews views, TextView view, int first, int count, bool mild)
    {
        var tokens = view.Tokens;
        var end = tokens[first + count - 1].End;
        if (count == 1 && end + 1 < view.Length && char.IsLetter(view.Text[end + 1]) && (view.Text[end] == '.' || (mild && view.Text[end] == '-')))
        {
            // The name of a file or a site; a compound ("idiot-proof").
            return false;
        }

        if (IsReported(views, view, first, count))
        {
            return false;
        }

        return !mild || IsAlone(view, first, count) || IsAddressed(lexicon, view, first, count);
    }

    private static bool IsAddressed(PhraseTable lexicon, TextView view, int first, int count)
    {
        var tokens = view.Tokens;
        for (var k = first - 1; k >= 0 && k >= first - Reach && !IsBreak(view, k + 1); k--)
        {
            var mask = Words.Find(view.TextOf(tokens[k]));
            if ((mask & Cue) != 0)
            {
                return true;
            }

            if ((mask & Filler) == 0 && lexicon.Find(view.TextOf(tokens[k])) == 0)
            {
                break;
            }
        }

        for (var k = first + count; k < tokens.Length && k < first + count + 3 && !IsBreak(view, k); k++)
        {
            if ((Words.Find(view.TextOf(tokens[k])) & CueAfter) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sentence of its own, or the last words after a comma.</summary>
    private static bool IsAlone(TextView view, int first, int count)
    {
        var after = first + count;
        var ends = after == view.Tokens.Length || (view.Tokens[after].Marks & (TokenMarks.Sentence | TokenMarks.Line)) != 0;
        var begins = (view.Tokens[first].Marks & (TokenMarks.Sentence | TokenMarks.Line)) != 0;
        return (begins && (ends || IsBreak(view, after))) || (ends && IsBreak(view, first));
    }

    private static bool IsReported(TextViews views, TextView view, int first, int count)
    {
        var tokens = view.Tokens;
        if (first > 0 && !IsBreak(view, first) && (Words.Find(view.TextOf(tokens[first - 1])) & Title) != 0)
        {
            return true;
        }

        for (var k = first - 1; k >= 0 && k >= first - ReportReach && !IsBreak(view, k + 1); k--)
        {
            if (Words.Match(views, view, k, out var mask) > 0 && (mask & Report) != 0)
            {
                return true;
            }
        }

        for (var k = first + count; k < tokens.Length && k < first + count + ReportReach && !IsBreak(view, k); k++)
        {
            if ((Words.Find(view.TextOf(tokens[k])) & ReportAfter) != 0)
            {
                return true;
            }
        }

        var (start, end) = view.Locate(tokens[first].Start, tokens[first + count - 1].End);
        return IsQuoted(views.Raw, start, end);
    }

    private static bool IsQuoted(ReadOnlySpan<char> raw, int start, int end)
    {
        var from = Math.Max(0, start - QuoteReach);
        var before = raw[from..start];
        var open = before.LastIndexOfAny("\"“”„«»");
        var close = raw[end..Math.Min(raw.Length, end + QuoteReach)].IndexOfAny("\"“”„«»");
        if (open < 0 || close < 0 || before[open] == '»' || raw[end + close] is '«' or '„'
            || (before[open] == '"' && before.Count('"') % 2 == 0))
        {
            return false;
        }

        return raw.Length - (end + close - (from + open)) >= QuoteSurroundings;
    }

    /// <summary>A sentence or a part of one ends before the word.</summary>
    private static bool IsBreak(TextView view, int token)
    {
        if ((uint)token >= (uint)view.Tokens.Length)
        {
            return true;
        }

        return (view.Tokens[token].Marks & TokenMarks.Sentence) != 0
            || (token > 0 && view.Text[view.Tokens[token - 1].End..view.Tokens[token].Start].ContainsAny(",:"));
    }

    private static ulong MaskOf(string section) => section switch
    {
        "cue" => Cue,
        "filler" => Filler,
        "cue after" => CueAfter,
        "report" => Report,
        "report after" => ReportAfter,
        "title" => Title,
        _ => throw new InvalidOperationException($"abuse_context.txt has no section '{section}'"),
    };
}
