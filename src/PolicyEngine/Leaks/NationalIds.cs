namespace AiDesk.Policy.Leaks;

/// <summary>
/// Numbers of identity, tax and social security cards. Where a checksum and a form leave little to chance the number alone is enough; a plain row of digits
/// needs its name before it (<see cref="NationalIdNames"/>).
/// </summary>
internal static class NationalIds
{
    /// <summary>The index behind the number that begins at <paramref name="start"/>, a digit or a capital that no letter or digit precedes; -1 when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="named">The text holds one of <see cref="NationalIdNames"/>.</param>
    public static int End(ReadOnlySpan<char> text, int start, bool named)
    {
        Span<char> code = stackalloc char[MaxCode];
        var (end, length, groups) = Read(text, start, code);
        if (length < MinCode)
        {
            return -1;
        }

        var id = code[..length];
        var known = length switch
        {
            9 => NationalChecksums.IsSpanish(id) || NationalChecksums.IsAmerican(text[start..end]) || (groups >= 4 && NationalChecksums.IsBritish(id)),
            12 => NationalChecksums.IsPortugueseCard(id),
            15 => NationalChecksums.IsFrench(id),
            16 => NationalChecksums.IsItalian(id),
            _ => false,
        };
        if (known || !named)
        {
            return known ? end : -1;
        }

        return NationalIdNames.Before(text, start) switch
        {
            NationalIdName.German => NationalChecksums.IsGermanTax(id) || NationalChecksums.IsGermanCard(id) ? end : -1,
            NationalIdName.Portuguese => NationalChecksums.IsPortugueseTax(id) ? end : -1,
            NationalIdName.Dutch => NationalChecksums.IsDutch(id) ? end : -1,
            NationalIdName.British => NationalChecksums.IsBritish(id) ? end : -1,
            NationalIdName.American => length == 9 && id.IndexOfAnyExceptInRange('0', '9') < 0 && NationalChecksums.IsAmericanArea(id[..3]) ? end : -1,
            NationalIdName.Document => IsDocument(text, start, out end) ? end : -1,
            _ => -1,
        };
    }

    private const int MinCode = 6;
    private const int MaxCode = 17;

    /// <summary>Letters and digits of the number without single spaces, dots and dashes between its groups.</summary>
    private static (int End, int Length, int Groups) Read(ReadOnlySpan<char> text, int start, Span<char> code)
    {
        var (i, length, groups, end) = (start, 0, 1, start);
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || char.IsAsciiLetterUpper(text[i]))
            {
                if (length == code.Length)
                {
                    break;
                }

                code[length++] = text[i];
                end = i + 1;
            }
            else if (text[i] is ' ' or '-' or '.' or '/' && i == end && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || IsShortTail(text, i + 1)))
            {
                groups++;
            }
            else
            {
                break;
            }
        }

        return end < text.Length && CharClasses.Is(text[end], Alphabet.Word) ? (end, 0, groups) : (end, length, groups);
    }

    /// <summary>One to three capitals, and a digit or nothing behind: the end of a number, not the next word.</summary>
    private static bool IsShortTail(ReadOnlySpan<char> text, int at)
    {
        var letters = CharClasses.RunLength(text, at, Alphabet.Upper, 4);
        return letters is >= 1 and <= 3 && (at + letters >= text.Length || !char.IsAsciiLetterLower(text[at + letters]));
    }

    /// <summary>A passport or a driving licence: any number of some length, behind its name.</summary>
    private static bool IsDocument(ReadOnlySpan<char> text, int start, out int end)
    {
        var length = CharClasses.RunLength(text, start, Alphabet.UpperDigit, 21);
        end = start + length;
        var digits = 0;
        foreach (var c in text.Slice(start, length))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return length is >= 6 and <= 20 && digits >= 5;
    }
}
