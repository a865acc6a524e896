namespace AiDesk.Policy.Leaks;

/// <summary>
/// One pass over the runs of letters, digits, <c>_</c> and <c>-</c>: UUIDs, hexadecimal and database identifiers, metadata keys, tool names, and long
/// random strings. Order numbers, tracking numbers and phones have too few letters to be one.
/// </summary>
internal static class IdentifierScan
{
    private const int MinHex = 24;
    private const int MinOpaque = 16;

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

            if (i < text.Length && text[i] == ':' && DataUris.End(text, start, i) is > 0 and var behind)
            {
                i = behind;
                continue;
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

        if ((seen & Alphabet.Digit) == 0 || run.Length < MinOpaque)
        {
            return;
        }

        if (CodeOf(run, seen, IsAssigned(scan.Text, start), out var from, out var length) is { } code && !Links.IsInPublicLink(scan.Text, start) && !Digests.IsDigest(scan.Text, start))
        {
            scan.AddId(code, start + from, start + from + length);
        }
    }

    /// <summary>Right behind an equals sign, or behind quotes that one stands before.</summary>
    private static bool IsAssigned(ReadOnlySpan<char> text, int start)
    {
        const int Reach = 4;
        var before = text[Math.Max(0, start - Reach)..start].TrimEnd(" \"'`");
        return before.Length > 0 && before[^1] == '=';
    }

    private static string? CodeOf(ReadOnlySpan<char> run, Alphabet seen, bool assigned, out int from, out int length)
    {
        (from, length) = (0, run.Length);
        if ((seen & Alphabet.Dash) != 0 && Uuids.Find(run) is >= 0 and var uuid)
        {
            (from, length) = (uuid, Uuids.Length);
            return Entropy.Distinct(run.Slice(uuid, Uuids.Length)) <= 2 ? null : "leak.uuid";
        }

        if (run.Length >= MinHex && DatabaseIds.IsHex(run))
        {
            return "leak.hex_id";
        }

        if (DatabaseIds.IsUlid(run))
        {
            return "leak.ulid";
        }

        return OpaqueText.IsAlone(run, assigned) ? "leak.secret.high_entropy" : null;
    }
}
