using System.Globalization;

namespace AiDesk.Policy.Output.Streaming;

/// <summary>
/// Where a reply may be cut: behind a space or a line end, which no finding of one word goes over, or behind a full stop of the scripts that write without spaces; never between two numbers,
/// which may be one, and never before a mark that changes the character before it.
/// </summary>
internal static class CutPlaces
{
    /// <summary>Most characters looked back at for a sign that a run without spaces is none of prose.</summary>
    private const int MaxRun = 1_024;

    /// <summary>The last place in (from, to] to cut at; -1 when there is none.</summary>
    public static int Last(ReadOnlySpan<char> text, int from, int to, bool sentence)
    {
        for (var place = Math.Min(to, text.Length - 1); place > from; place--)
        {
            if (Is(text, place) && (!sentence || EndsSentence(text, place)))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The first place in [from, to) to cut at; <paramref name="from"/> when there is none.</summary>
    public static int First(ReadOnlySpan<char> text, int from, int to)
    {
        for (var place = Math.Max(1, from); place < to; place++)
        {
            if (Is(text, place))
            {
                return place;
            }
        }

        return from;
    }

    private static bool Is(ReadOnlySpan<char> text, int place)
    {
        var before = text[place - 1];
        if (IsFullStop(before))
        {
            return !Joins(text[place]) && !IsTechnical(text, place);
        }

        if (before is not (' ' or '\n') || Joins(text[place]))
        {
            return false;
        }

        var last = text[..place].TrimEnd(" \n");
        return last.IsEmpty || !(char.IsAsciiDigit(last[^1]) && (char.IsAsciiDigit(text[place]) || text[place] is '+' or '(' or '-'));
    }

    /// <summary>Behind a line end, or behind a stop, with what closes a quotation or an emphasis.</summary>
    private static bool EndsSentence(ReadOnlySpan<char> text, int place)
    {
        if (text[place - 1] == '\n' || IsFullStop(text[place - 1]))
        {
            return true;
        }

        var sentence = text[Math.Max(0, place - 16)..place].TrimEnd(' ').TrimEnd("\"'”’»)]*_");
        return !sentence.IsEmpty && sentence[^1] is '.' or '!' or '?' or '…';
    }

    private static bool IsFullStop(char c) => c is '。' or '！' or '？';

    /// <summary>Signs of addresses and paths in the run that goes on here: one of them may go over a full stop.</summary>
    private static bool IsTechnical(ReadOnlySpan<char> text, int place)
    {
        var run = text[Math.Max(0, place - MaxRun)..place];
        run = run[(run.LastIndexOfAny(" \n") + 1)..];
        return run.Length == MaxRun || run.ContainsAny("/\\:@%=\"'`~");
    }

    /// <summary>Part of the character before it, as a reader sees it.</summary>
    private static bool Joins(char c) =>
        c >= 0x300 && (c is '\u200D' or (>= '\uFE00' and <= '\uFE0F') || char.IsLowSurrogate(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);
}
