namespace AiDesk.Policy.Leaks;

/// <summary>Private keys in their text armour: PEM (RFC 7468), OpenSSH, PGP (RFC 9580).</summary>
internal static class PrivateKeys
{
    /// <summary>Longest block; without an end line everything up to here is part of it.</summary>
    private const int MaxChars = 8_192;

    /// <summary>Longest begin line.</summary>
    private const int MaxName = 64;

    private const string End = "-----END ";

    /// <summary>Reports the block that begins at <paramref name="start"/>; the index behind it, or -1 when it is none.</summary>
    public static int Report(in LeakScan scan, int start)
    {
        var text = scan.Text;
        var header = text[start..Math.Min(text.Length, start + MaxName)];
        var at = header.IndexOf("PRIVATE KEY", StringComparison.Ordinal);
        if (at < 0)
        {
            return -1;
        }

        // "begins with -----BEGIN PRIVATE KEY-----" explains: no key follows.
        var block = text[start..Math.Min(text.Length, start + MaxChars)];
        if (!HoldsKey(block[(at + "PRIVATE KEY".Length)..]))
        {
            return -1;
        }

        var close = block.IndexOf(End, StringComparison.Ordinal);
        var end = block.Length;
        if (close >= 0)
        {
            var dashes = block[(close + End.Length)..].IndexOf("-----", StringComparison.Ordinal);
            end = dashes < 0 ? block.Length : close + End.Length + dashes + 5;
        }

        scan.Add("leak.secret.private_key", start, start + end);
        return start + end;
    }

    private static bool HoldsKey(ReadOnlySpan<char> body)
    {
        const int MinRun = 20;
        const int Reach = 400;
        if (body.Length < MinRun)
        {
            return false;
        }

        body = body[..Math.Min(body.Length, Reach)];

        // "-----", or " BLOCK-----", closes the begin line.
        var line = body.IndexOf("-----", StringComparison.Ordinal);
        body = body[(line is >= 0 and <= 8 ? line + 5 : 0)..];
        if (body.Length < MinRun)
        {
            return false;
        }

        var next = body[5..].IndexOf("-----", StringComparison.Ordinal);
        body = next < 0 ? body : body[..(next + 5)];
        for (var i = 0; i < body.Length;)
        {
            var run = CharClasses.RunLength(body, i, Alphabet.AlphaNumeric | Alphabet.Base64, Reach);
            if (run >= MinRun && !WordLikeness.IsWords(body.Slice(i, run)))
            {
                return true;
            }

            i += Math.Max(1, run);
        }

        return false;
    }
}
