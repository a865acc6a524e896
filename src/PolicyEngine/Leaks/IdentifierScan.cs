namespace AiDesk.Policy.Leaks;

/// <summary>
/// One pass over the runs of letters, digits, <c>_</c> and <c>-</c>: UUIDs, hexadecimal and database identifiers, metadata keys, tool names, and long
/// random strings. Order numbers, tracking numbers and phones have too few letters to be one.
/// </summary>
internal static class IdentifierScan
{
    private const int MinHex = 24;
    private const int MinOpaque = 32;

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        for (var i = 0; i < text.Length;)
        {
            if (!CharClasses.Is(text[i], Alphabet.Url))
            {
                i++;
                continue;
            }

            var start = i;
            var seen = Alphabet.None;
            while (i < text.Length && CharClasses.Of(text[i]) is var c && (c & Alphabet.Url) != 0)
            {
                seen |= c;
                i++;
            }

            // Plain words and plain numbers, nearly all of a reply, are settled here.
            if ((i - start >= 5 && (seen & (Alphabet.Digit | Alphabet.Underscore | Alphabet.Dash | Alphabet.Upper)) != 0) || IsQualified(text, i))
            {
                Judge(scan, start, i, seen);
            }
        }
    }

    /// <summary>A dot and a letter follow: a name may be in two parts.</summary>
    private static bool IsQualified(ReadOnlySpan<char> text, int end) =>
        end + 1 < text.Length && text[end] == '.' && CharClasses.Is(text[end + 1], Alphabet.Letters);

    private static void Judge(in LeakScan scan, int start, int end, Alphabet seen)
    {
        var run = scan.Text[start..end];
        if (scan.Options.ToolNames.Count > 0 && ToolNameScan.Judge(scan, start, end))
        {
            return;
        }

        if ((seen & Alphabet.Underscore) != 0)
        {
            if (MetadataKeys.IsKey(scan.Text, start, end))
            {
                scan.Add("leak.metadata_key", start, end);
                return;
            }

            if (DatabaseIds.IsId(run))
            {
                scan.AddId("leak.internal_id", start, end);
                return;
            }
        }

        if ((seen & Alphabet.Digit) == 0 || run.Length < MinHex)
        {
            return;
        }

        if ((seen & Alphabet.Dash) != 0 && Uuids.Find(run) is >= 0 and var uuid)
        {
            scan.AddId("leak.uuid", start + uuid, start + uuid + Uuids.Length);
        }
        else if (DatabaseIds.IsHex(run))
        {
            scan.AddId("leak.hex_id", start, end);
        }
        else if (DatabaseIds.IsUlid(run))
        {
            scan.AddId("leak.ulid", start, end);
        }
        else if (run.Length >= MinOpaque && IsOpaque(run) && !IsInLink(scan.Text, start))
        {
            scan.AddId("leak.secret.high_entropy", start, end);
        }
    }

    private static bool IsOpaque(ReadOnlySpan<char> run) => Entropy.IsMixed(run) && Entropy.Changes(run) >= run.Length / 4 && Entropy.Bits(run) >= 3.8;

    /// <summary>Payment and tracking links carry such strings, and a customer is meant to follow them.</summary>
    private static bool IsInLink(ReadOnlySpan<char> text, int start)
    {
        const int Reach = 300;
        var before = text[Math.Max(0, start - Reach)..start];
        var space = before.LastIndexOfAny(" \t\r\n\"'<>");
        return before[(space + 1)..].Contains("://", StringComparison.Ordinal);
    }
}
