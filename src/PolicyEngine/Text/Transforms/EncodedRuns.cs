namespace AiDesk.Policy.Text.Transforms;

/// <summary>Finds long runs of the base64 alphabet without looking at every character: a run of n must cover every n-th place.</summary>
internal static class EncodedRuns
{
    /// <summary>Shortest run that is worth decoding.</summary>
    public const int MinChars = 16;

    /// <summary>Fewest characters of a line that a token goes on in.</summary>
    private const int ShortestLine = 2;

    private static readonly bool[] Alphabet = [.. Enumerable.Range(0, 128).Select(c => char.IsAsciiLetterOrDigit((char)c) || c is '+' or '/' or '-' or '_')];

    public static bool IsIn(char c) => c < 128 && Alphabet[c];

    /// <summary>The next run at or after <paramref name="from"/>; start is -1 when there is none.</summary>
    public static (int Start, int End) Next(ReadOnlySpan<char> text, int from)
    {
        var probe = from + MinChars - 1;
        while (probe < text.Length)
        {
            if (!IsIn(text[probe]))
            {
                probe += MinChars;
                continue;
            }

            var start = probe;
            while (start > from && IsIn(text[start - 1]))
            {
                start--;
            }

            var end = probe + 1;
            while (end < text.Length && IsIn(text[end]))
            {
                end++;
            }

            if (end - start >= MinChars)
            {
                return (start, end);
            }

            from = end;
            probe = end + MinChars - 1;
        }

        return (-1, -1);
    }

    /// <summary>The end of a token that fills its line and goes on in the next ones; <paramref name="end"/> when it does not.</summary>
    public static int Continue(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length && text[end] is ('\r' or '\n'))
        {
            var start = end;
            while (start < text.Length && text[start] is ('\r' or '\n' or ' ' or '\t' or '>'))
            {
                start++;
            }

            var next = start;
            while (next < text.Length && IsIn(text[next]))
            {
                next++;
            }

            // Wholly of the alphabet, or it is the prose behind the token.
            if (next - start < ShortestLine || (next < text.Length && text[next] is not ('=' or '\r' or '\n')))
            {
                break;
            }

            end = next;
        }

        return end;
    }
}
