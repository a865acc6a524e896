namespace AiDesk.Policy.Leaks;

/// <summary>Raw JSON: an object whose first thing is a quoted key and a colon, up to the bracket that closes it.</summary>
internal static class JsonScan
{
    private const int MaxChars = 65_536;

    /// <summary>Longest first key, and most blanks around it.</summary>
    private const int MaxKey = 64;
    private const int MaxBlank = 200;

    /// <summary>An object begins at its bracket, and stays open until it closes.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.raw_json", 1, OpenFrom);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOf('{') is >= 0 and var found)
        {
            var start = from + found;
            if (BeginsObject(text[start..]))
            {
                var end = start + Close(text[start..Math.Min(text.Length, start + MaxChars)]);
                scan.Add("leak.raw_json", start, end);
                from = end;
            }
            else
            {
                from = start + 1;
            }
        }
    }

    /// <summary>The first bracket that may be, or is, an object that has not closed yet.</summary>
    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from..].IndexOf('{') is >= 0 and var found)
        {
            var start = from + found;
            from = start + 1;
            if (MayBegin(text[start..]))
            {
                return start;
            }

            if (BeginsObject(text[start..]))
            {
                var end = start + Close(text[start..Math.Min(text.Length, start + MaxChars)]);
                if (end == text.Length)
                {
                    return start;
                }

                from = end;
            }
        }

        return text.Length;
    }

    /// <summary>The text ends before it is known whether an object begins.</summary>
    private static bool MayBegin(ReadOnlySpan<char> text)
    {
        var i = 1 + Blank(text[1..]);
        if (i >= text.Length)
        {
            return i <= MaxBlank;
        }

        if (text[i] != '"')
        {
            return false;
        }

        var key = text[(i + 1)..];
        var close = key.IndexOf('"');
        if (close < 0)
        {
            return key.Length < MaxKey;
        }

        i += close + 2;
        return close is > 0 and < MaxKey && i + Blank(text[i..]) >= text.Length;
    }

    private static bool BeginsObject(ReadOnlySpan<char> text)
    {
        var i = 1 + Blank(text[1..]);
        if (i >= text.Length || text[i] != '"')
        {
            return false;
        }

        var key = text[(i + 1)..Math.Min(text.Length, i + 1 + MaxKey)];
        var close = key.IndexOf('"');
        if (close < 1)
        {
            return false;
        }

        if (!IsProgramsKey(key[..close]))
        {
            return false;
        }

        i += close + 2;
        i += Blank(text[i..]);
        return i < text.Length && text[i] == ':';
    }

    /// <summary>Keys of programs are one word. A table for people, <c>{"Monday morning": "9 to 12"}</c>, is none of a program's.</summary>
    private static bool IsProgramsKey(ReadOnlySpan<char> key) => !key.Contains(' ');

    /// <summary>Index behind the bracket that closes the first; the whole when none does.</summary>
    private static int Close(ReadOnlySpan<char> text)
    {
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' when !quoted:
                    depth++;
                    break;
                case '}' when !quoted && --depth == 0:
                    return i + 1;
            }
        }

        return text.Length;
    }

    private static int Blank(ReadOnlySpan<char> text)
    {
        var window = text[..Math.Min(text.Length, MaxBlank)];
        var first = window.IndexOfAnyExcept(" \t\r\n");
        return first < 0 ? window.Length : first;
    }
}
