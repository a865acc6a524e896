using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Secrets without a form of their own, behind a name that says what they are: <c>password=…</c>, <c>"api_key": "…"</c>, <c>Authorization: Bearer …</c>,
/// <c>mot de passe : …</c>. How random the value must look depends on the name and on the signs between (<see cref="SecretValue"/>).
/// </summary>
internal static class NamedSecretScan
{
    private const int MaxGap = 12;
    private const int MaxValue = 512;

    /// <summary>The rest of a name: <c>_id</c> of <c>token_id</c>; or the value itself, <c>acmeTOKEN-q7Wz…</c></summary>
    private const int MaxName = 200;

    /// <summary>Words between a name and its value: <c>password for your new account is …</c></summary>
    private const int MaxWords = 6;

    /// <summary>Values of which a part was judged already are not judged again when they are this long: <c>secret=secret=…</c></summary>
    private const int LongValue = 64;

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}&|\\“”„«»‘’");
    private static readonly SearchValues<char> Gaps = SearchValues.Create(" \t\r\n\"'`=!:>([{,|\\*-–→“”„«»‘’\u00A0");

    /// <summary>A value is a word behind its name, which is context; lists and phrases behind theirs are open for as far as they may go.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.secret.named", 64, OpenFrom);

    private static int OpenFrom(ReadOnlySpan<char> text, int from)
    {
        var at = Math.Max(0, Math.Min(from, text.Length) - RecoveryCodes.MaxChars);
        while (at < text.Length && SecretNames.IndexIn(text[at..]) is >= 0 and var found)
        {
            var name = at + found;
            var (length, kind) = SecretNames.At(text[name..]);
            var end = name + length;
            var open = kind switch { SecretName.Codes => RecoveryCodes.MaxChars, SecretName.Phrase => RecoveryPhrases.MaxBehind, _ => 0 };
            if (text.Length < end + open)
            {
                return Math.Max(from, end);
            }

            at = end;
        }

        return text.Length;
    }

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        var judged = 0;
        while (SecretNames.IndexIn(text[from..]) is >= 0 and var found)
        {
            var name = from + found;
            var (length, kind) = SecretNames.At(text[name..]);
            var end = kind switch
            {
                SecretName.Codes => RecoveryCodes.Report(scan, name + length),
                SecretName.Pair when CredentialPairs.Report(scan, name + length) is > 0 and var pair => pair,
                SecretName.Phrase => RecoveryPhrases.Report(scan, name + length),
                _ => Value(scan, name, name + length, kind == SecretName.Pair ? SecretName.Key : kind, ref judged),
            };
            from = Math.Max(end, name + length);
        }
    }

    /// <summary>The index behind the secret; -1 when there is none.</summary>
    private static int Value(in LeakScan scan, int name, int nameEnd, SecretName kind, ref int judged)
    {
        var text = scan.Text;
        if (kind != SecretName.Key && Passes.IsNamedBefore(text, name))
        {
            return -1;
        }

        var signed = !CharClasses.Is(text[nameEnd - 1], Alphabet.Url);
        var rest = signed && (kind == SecretName.Password || text[nameEnd - 1] == ' ') && text[name] != '-' ? 0 : CharClasses.RunLength(text, nameEnd, Alphabet.Url, MaxName);
        if (rest >= SecretValue.MinAnnounced && (rest < LongValue || nameEnd >= judged) && !IsName(text, nameEnd + rest))
        {
            var begin = nameEnd + (text[nameEnd] is '_' or '-' ? 1 : 0);
            if (SecretValue.IsAnnounced(text[begin..(nameEnd + rest)]))
            {
                return Report(scan, name, begin, nameEnd + rest, kind, Confidence.Near);
            }

            judged = Math.Max(judged, nameEnd + rest);
        }

        // "keyboard" and "passenger" are no names.
        if (kind == SecretName.Hint && rest > 0 && char.IsAsciiLetterLower(text[nameEnd]) && char.IsAsciiLetterLower(text[nameEnd - 1]))
        {
            return -1;
        }

        var sign = text[nameEnd - 1] is '=' or ':' || (signed && text[nameEnd - 1] == ' ' && text[name] != '-') || IsEnvironment(text, name, nameEnd + rest) ? SecretSign.Colon : SecretSign.None;
        var at = nameEnd + rest;
        var copula = false;
        for (var word = 0; word <= (kind == SecretName.Hint ? 0 : MaxWords); word++)
        {
            var gap = Gap(text, at);
            if (gap == 0 && (word > 0 || sign == SecretSign.None))
            {
                return -1;
            }

            sign = Stronger(sign, text.Slice(at, gap), word == 0);
            at += gap;
            var length = ValueLength(text, at);
            if (length == 0)
            {
                return -1;
            }

            // "Cookie: name=value".
            var equals = text.Slice(at, length).IndexOf('=');
            if (equals > 0 && equals + 8 < length && CharClasses.RunLength(text, at, Alphabet.Letters | Alphabet.Dot | Alphabet.Underscore | Alphabet.Dash, equals) == equals)
            {
                at += equals + 1;
                length -= equals + 1;
                sign = SecretSign.Assignment;
            }

            var value = text.Slice(at, length);
            var connector = Connectors.Of(value);
            if (connector == Connector.None)
            {
                if ((length < LongValue || at >= judged) && SecretValue.IsSecret(value, kind, sign))
                {
                    return Report(scan, name, at, at + length, kind, sign switch { SecretSign.Assignment => Confidence.Assigned, SecretSign.Colon => Confidence.Named, _ => Confidence.Near });
                }

                if (word == 0 && rest == 0 && kind == SecretName.Password && CredentialPairs.Is(text, name, text.Slice(at - gap, gap), value))
                {
                    return Report(scan, name, at, at + length, kind, Confidence.Near);
                }

                if (rest == 0 && (word == 0 || copula) && MayBeWord(text[name..], kind) && ToldPasswords.Is(text, nameEnd, text.Slice(at - gap, gap), at, length, copula))
                {
                    return Report(scan, name, at, at + length, kind, Confidence.Told);
                }

                judged = Math.Max(judged, at + length);
            }

            // Only words may stand between.
            if (length > MaxGap * 2 || value.ContainsAnyInRange('0', '9'))
            {
                return -1;
            }

            sign = connector switch
            {
                Connector.Scheme => SecretSign.Assignment,
                Connector.Copula when kind is SecretName.Password or SecretName.Key => SecretSign.Colon,
                _ => SecretSign.None,
            };
            copula = connector == Connector.Copula || value.Equals("value=", StringComparison.OrdinalIgnoreCase);
            at += length;
        }

        return -1;
    }

    /// <summary><c>ENV DB_PASSWORD value</c> of a Dockerfile: a space assigns.</summary>
    private static bool IsEnvironment(ReadOnlySpan<char> text, int name, int end)
    {
        const string Instruction = "ENV ";
        var start = name - CharClasses.RunLengthBack(text, name, Alphabet.UpperDigit | Alphabet.Underscore, MaxName);
        return start >= Instruction.Length && end < text.Length && text[end] == ' ' && char.IsAsciiLetterUpper(text[name]) && text[(start - Instruction.Length)..start].Equals(Instruction, StringComparison.Ordinal);
    }

    /// <summary>People choose words for a password or a secret, not for a key.</summary>
    private static bool MayBeWord(ReadOnlySpan<char> name, SecretName kind) => kind == SecretName.Password || name.StartsWith("secret", StringComparison.OrdinalIgnoreCase);

    /// <summary>Quotes say something only right behind the name: later ones are of other things.</summary>
    private static SecretSign Stronger(SecretSign sign, ReadOnlySpan<char> gap, bool first)
    {
        if (gap.ContainsAny("=>") || (first && gap.ContainsAny("\"'`")))
        {
            return SecretSign.Assignment;
        }

        return gap.Contains(':') && sign == SecretSign.None ? SecretSign.Colon : sign;
    }

    /// <summary>A sign and a value follow: what stands here is the name of it.</summary>
    private static bool IsName(ReadOnlySpan<char> text, int end)
    {
        const int Reach = 4;
        var behind = text[end..Math.Min(text.Length, end + Reach)].TrimStart(" \"'`");
        return behind.Length > 0 && behind[0] is '=' or ':';
    }

    private static int Gap(ReadOnlySpan<char> text, int at)
    {
        var window = text[at..Math.Min(text.Length, at + MaxGap)];
        var end = window.IndexOfAnyExcept(Gaps);
        return end < 0 ? window.Length : end;
    }

    private static int ValueLength(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + MaxValue)];

        // Between quotes a password may have any sign.
        if (at > 0 && text[at - 1] is '"' or '\'' or '`' or '“' or '„' or '«' or '‘')
        {
            var close = text[at - 1] switch { '“' => rest.IndexOf('”'), '„' => rest.IndexOfAny('“', '”'), '«' => rest.IndexOf('»'), '‘' => rest.IndexOf('’'), var quote => rest.IndexOf(quote) };
            if (close > 0 && !rest[..close].ContainsAny(" \r\n"))
            {
                return close;
            }
        }

        var stop = rest.IndexOfAny(ValueEnds);
        return (stop < 0 ? rest : rest[..stop]).TrimEnd(".:!?,;").Length;
    }

    private static int Report(in LeakScan scan, int name, int start, int end, SecretName kind, double score)
    {
        if (!scan.Options.Allows(scan.Text[start..end]) && !LinkTokens.IsForCustomer(scan, name, start, kind))
        {
            scan.Add("leak.secret.named", start, end, score);
        }

        return end;
    }
}
