using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Secrets that have a form of their own (<see cref="SecretShape"/>), private keys, and credentials in URLs.</summary>
internal static class SecretScan
{
    private const string KeyBegin = "-----BEGIN ";
    private const string KeyEnd = "-----END ";

    /// <summary>Longest private key block; without an end line everything up to here is part of it.</summary>
    private const int MaxKeyChars = 8_192;

    /// <summary>Longest begin line.</summary>
    private const int MaxKeyName = 64;

    private static readonly SearchValues<string> Prefixes = SearchValues.Create(
        [.. SecretShape.All.Select(s => s.Prefix), KeyBegin, "://"],
        StringComparison.Ordinal);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Prefixes) is >= 0 and var found)
        {
            var start = from + found;
            var end = -1;
            if (text[start..].StartsWith(KeyBegin, StringComparison.Ordinal))
            {
                end = PrivateKey(scan, start);
            }
            else if (text[start] == ':')
            {
                end = UrlCredentials(scan, start);
            }

            foreach (var shape in SecretShape.All)
            {
                if (end < 0 && shape.Prefix[0] == text[start] && text[start..].StartsWith(shape.Prefix, StringComparison.Ordinal))
                {
                    end = Shape(scan, start, shape);
                }
            }

            from = Math.Max(end, start + 1);
        }
    }

    private static int Shape(in LeakScan scan, int start, in SecretShape shape)
    {
        var text = scan.Text;
        if (start > 0 && CharClasses.Is(text[start - 1], Alphabet.AlphaNumeric) && char.IsAsciiLetterOrDigit(shape.Prefix[0]))
        {
            return -1;
        }

        var begin = start + shape.Prefix.Length;
        var length = CharClasses.RunLength(text, begin, shape.Alphabet, shape.Max == 0 ? MaxKeyChars : shape.Max + 1);
        if (length < shape.Min || (shape.Max > 0 && length > shape.Max))
        {
            return -1;
        }

        scan.Add(CodeOf(shape), start, begin + length);
        return begin + length;
    }

    private static int PrivateKey(in LeakScan scan, int start)
    {
        var text = scan.Text;
        var header = text[start..Math.Min(text.Length, start + MaxKeyName)];
        if (!header.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return -1;
        }

        var block = text[start..Math.Min(text.Length, start + MaxKeyChars)];
        var close = block.IndexOf(KeyEnd, StringComparison.Ordinal);
        var end = block.Length;
        if (close >= 0)
        {
            var dashes = block[(close + KeyEnd.Length)..].IndexOf("-----", StringComparison.Ordinal);
            end = dashes < 0 ? block.Length : close + KeyEnd.Length + dashes + 5;
        }

        scan.Add("leak.secret.private_key", start, start + end);
        return start + end;
    }

    /// <summary><c>scheme://user:password@host</c> (RFC 3986, 3.2.1), connection strings among them.</summary>
    private static int UrlCredentials(in LeakScan scan, int colon)
    {
        const int MaxAuthority = 512;
        var authority = scan.Text[(colon + 3)..Math.Min(scan.Text.Length, colon + 3 + MaxAuthority)];
        var stop = authority.IndexOfAny(" \t\r\n\"'<>`#?");
        authority = stop < 0 ? authority : authority[..stop];
        var at = authority.IndexOf('@');
        var separator = at < 0 ? -1 : authority[..at].IndexOf(':');
        if (separator < 0 || at - separator < 4)
        {
            return -1;
        }

        var password = authority[(separator + 1)..at];
        if (password.Contains('/') || Placeholders.IsPlaceholder(password))
        {
            return -1;
        }

        var start = colon;
        while (start > 0 && CharClasses.Is(scan.Text[start - 1], Alphabet.AlphaNumeric | Alphabet.Dash | Alphabet.Dot))
        {
            start--;
        }

        scan.Add("leak.secret.url_credentials", start, colon + 3 + authority.Length);
        return colon + 3 + authority.Length;
    }

    private static string CodeOf(in SecretShape shape) => Codes[shape.Code];

    /// <summary>Made once: a finding allocates no name.</summary>
    private static readonly System.Collections.Frozen.FrozenDictionary<string, string> Codes = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
        SecretShape.All.Select(s => s.Code).Distinct(StringComparer.Ordinal),
        code => code,
        code => "leak.secret." + code,
        StringComparer.Ordinal);
}
