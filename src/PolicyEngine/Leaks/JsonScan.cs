namespace AiDesk.Policy.Leaks;

/// <summary>Raw JSON: an object whose first thing is a quoted key and a colon, up to the bracket that closes it.</summary>
internal static class JsonScan
{
    private const int MaxChars = 65_536;

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

    private static bool BeginsObject(ReadOnlySpan<char> text)
    {
        const int MaxKey = 64;
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
        const int Reach = 200;
        var window = text[..Math.Min(text.Length, Reach)];
        var first = window.IndexOfAnyExcept(" \t\r\n");
        return first < 0 ? window.Length : first;
    }
}
