namespace AiDesk.Policy.Leaks;

/// <summary>UUIDs in their text form (RFC 9562, section 4).</summary>
internal static class Uuids
{
    public const int Length = 36;

    /// <summary>Where in a run a UUID begins; -1 when there is none.</summary>
    public static int Find(ReadOnlySpan<char> run)
    {
        for (var i = 0; i + Length <= run.Length; i++)
        {
            if (run[i + 8] == '-' && Is(run.Slice(i, Length)))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Is(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Length; i++)
        {
            var ok = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
            if (!ok)
            {
                return false;
            }
        }

        return true;
    }
}
