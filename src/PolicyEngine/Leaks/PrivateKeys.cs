namespace AiDesk.Policy.Leaks;

/// <summary>Private keys in their text armour: PEM (RFC 7468), OpenSSH, PGP (RFC 9580).</summary>
internal static class PrivateKeys
{
    /// <summary>Longest block; without an end line everything up to here is part of it.</summary>
    private const int MaxChars = 8_192;

    /// <summary>Longest begin line.</summary>
    private const int MaxName = 64;

    private const string End = "-----END ";

    /// <summary>How far behind its begin line a key must have begun.</summary>
    private const int KeyReach = 400;

    /// <summary>Most characters that decide whether a begin line has a key behind it.</summary>
    private const int Deciding = MaxName + 16 + KeyReach;

    /// <summary>A block begins at its begin line, and is open until its end line.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.secret.private_key", SecretFormScan.KeyBegin.Length, OpenFrom);

    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from..].IndexOf(SecretFormScan.KeyBegin, StringComparison.Ordinal) is >= 0 and var found)
        {
            var start = from + found;
            from = start + SecretFormScan.KeyBegin.Length;
            var block = text[start..Math.Min(text.Length, start + MaxChars)];
            var at = block[..Math.Min(block.Length, MaxName)].IndexOf("PRIVATE KEY", StringComparison.Ordinal);
            if (block.Length < (at < 0 ? MaxName : Deciding) || (at >= 0 && block.Length < MaxChars && HoldsKey(block[(at + "PRIVATE KEY".Length)..]) && !IsClosed(block)))
            {
                return start;
            }
        }

        return text.Length;
    }

    private static bool IsClosed(ReadOnlySpan<char> block) =>
        block.IndexOf(End, StringComparison.Ordinal) is >= 0 and var close && block[(close + End.Length)..].Contains("-----", StringComparison.Ordinal);

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
        if (body.Length < MinRun)
        {
            return false;
        }

        body = body[..Math.Min(body.Length, KeyReach)];

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
            var run = CharClasses.RunLength(body, i, Alphabet.AlphaNumeric | Alphabet.Base64, KeyReach);
            if (run >= MinRun && !WordLikeness.IsWords(body.Slice(i, run)))
            {
                return true;
            }

            i += Math.Max(1, run);
        }

        return false;
    }
}
