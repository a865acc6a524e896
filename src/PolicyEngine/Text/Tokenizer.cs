using System.Globalization;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text;

/// <summary>Splits folded text into words, hashing them on the way: one pass, one table look-up per character.</summary>
internal static class Tokenizer
{
    private const byte Separator = 0;
    private const byte Letter = 1;
    private const byte Digit = 2;
    private const byte SentenceEnd = 3;
    private const byte NewLine = 4;
    private const byte Quote = 5;

    /// <summary>The hash of no characters.</summary>
    public const uint HashSeed = 0x811C9DC5;

    private static readonly byte[] AsciiClasses = BuildAsciiClasses();

    /// <summary>The hash of a word, as tokens carry it.</summary>
    public static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = HashSeed;
        foreach (var c in word)
        {
            hash = Mix(hash, c);
        }

        return hash;
    }

    /// <summary>A number for the characters of a word regardless of their order.</summary>
    public static ushort LettersOf(ReadOnlySpan<char> word)
    {
        var sum = 0u;
        foreach (var c in word)
        {
            sum += Spread(c);
        }

        return (ushort)(sum >> 16);
    }

    /// <summary>Writes the words of <paramref name="text"/> to <paramref name="tokens"/>, which grows as needed.</summary>
    public static TokenSummary Split(ReadOnlySpan<char> text, ref Token[] tokens)
    {
        var count = 0;
        var longest = 0;
        var alike = 0;
        var lastLength = 0;
        var longestSingles = 0;
        var longestGroups = 0;
        var numbers = 0;
        var longestNumbers = 0;
        var mixed = false;
        var marks = TokenMarks.Line | TokenMarks.Sentence;
        var newLines = 0;
        var classes = AsciiClasses.AsSpan();
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            var kind = c < 128 ? classes[c] : ClassOf(c);
            if (kind is not (Letter or Digit))
            {
                switch (kind)
                {
                    case SentenceEnd:
                        // A full stop within a name or a number ends nothing.
                        marks |= c == '.' && i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]) ? TokenMarks.None : TokenMarks.Sentence;
                        break;
                    case NewLine:
                        marks |= ++newLines > 1 ? TokenMarks.Line | TokenMarks.Sentence : TokenMarks.Line;
                        break;
                    case Quote:
                        marks |= TokenMarks.Quoted;
                        break;
                }

                i++;
                continue;
            }

            var start = i;
            var hash = HashSeed;
            var content = TokenMarks.None;
            var alone = false;
            do
            {
                alone = c >= 0x0E00 && StandsAlone(c);
                if (alone && i > start)
                {
                    break;
                }

                hash = Mix(hash, c);
                content |= kind == Letter ? TokenMarks.Letter : TokenMarks.Digit;
                i++;
                if (alone || i == text.Length)
                {
                    break;
                }

                c = text[i];
                kind = c < 128 ? classes[c] : ClassOf(c);
            }
            while (kind is Letter or Digit);

            if (count == tokens.Length)
            {
                Array.Resize(ref tokens, tokens.Length * 2);
            }

            var length = i - start;
            // A gap between them: letters of scripts without spaces stand alone by nature.
            var near = count > 0 && start - tokens[count - 1].End is >= 1 and <= LetterGroups.MaxGap;
            tokens[count] = new Token(start, length, hash, marks | content);
            longest = Math.Max(longest, length);
            mixed |= content == (TokenMarks.Letter | TokenMarks.Digit);
            if (length <= LetterGroups.LongestGroup)
            {
                alike = near && length == lastLength ? alike + 1 : 1;
                longestSingles = length == 1 ? Math.Max(longestSingles, alike) : longestSingles;
                longestGroups = length > 1 ? Math.Max(longestGroups, alike) : longestGroups;
            }

            lastLength = length;
            numbers = (content & TokenMarks.Digit) == 0 ? 0 : near ? numbers + 1 : 1;
            longestNumbers = Math.Max(longestNumbers, numbers);
            count++;
            marks = TokenMarks.None;
            newLines = 0;
        }

        return new TokenSummary(count, longest, longestSingles, longestGroups, longestNumbers, mixed);
    }

    public static bool IsWordCharacter(char c) => (c < 128 ? AsciiClasses[c] : ClassOf(c)) is Letter or Digit;

    /// <summary>The hash with one more character.</summary>
    public static uint Mix(uint hash, char c) => (hash ^ c) * 0x01000193u;

    private static uint Spread(char c)
    {
        var spread = c * 0x85EBCA6Bu;
        return spread ^ (spread >> 15);
    }

    private static byte ClassOf(char c)
    {
        if (c is '\u3002' or '\uFF01' or '\uFF1F' or '\u2026' or '\u0964' or '\u06D4' or '\u061F')
        {
            return SentenceEnd;
        }

        if (c is '\u00AB' or '\u00BB' or (>= '\u2018' and <= '\u201F') or '\u2039' or '\u203A' or (>= '\u300C' and <= '\u300F'))
        {
            // A typographic apostrophe is no quotation: it splits a word and says nothing.
            return c is '\u2019' ? Separator : Quote;
        }

        if (c is '\u0085' or '\u2028' or '\u2029')
        {
            return NewLine;
        }

        return char.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Letter,
            UnicodeCategory.DecimalDigitNumber => Digit,
            _ => Separator,
        };
    }

    /// <summary>Scripts that put no spaces between words: Thai to Khmer letters, kana, CJK ideographs. Hangul has spaces.</summary>
    private static bool StandsAlone(char c) =>
        c is (>= '\u3041' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\u0E00' and <= '\u0EFF')
            or (>= '\u1780' and <= '\u17FF');

    private static byte[] BuildAsciiClasses()
    {
        var classes = new byte[128];
        for (var c = 'a'; c <= 'z'; c++)
        {
            classes[c] = Letter;
            classes[c - 32] = Letter;
        }

        for (var c = '0'; c <= '9'; c++)
        {
            classes[c] = Digit;
        }

        classes['.'] = classes['!'] = classes['?'] = classes[';'] = SentenceEnd;
        classes['\n'] = NewLine;
        classes['"'] = classes['\''] = classes['`'] = Quote;
        return classes;
    }
}

/// <param name="Count">Words.</param>
/// <param name="Longest">Characters of the longest.</param>
/// <param name="LongestSingles">Most one-character words in a row, at most <see cref="LetterGroups.MaxGap"/> separators apart.</param>
/// <param name="LongestGroups">The same of words of one length, 2 to <see cref="LetterGroups.LongestGroup"/>.</param>
/// <param name="LongestNumbers">The same of words with a digit.</param>
/// <param name="Mixed">Some word has letters and digits.</param>
internal readonly record struct TokenSummary(int Count, int Longest, int LongestSingles, int LongestGroups, int LongestNumbers, bool Mixed);
