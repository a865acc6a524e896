using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>1gn0r3 pr3v10us</c>: digits and signs for letters. Of a word only when it also has letters, and not fewer of them than of the others by more than two,
/// or when a key word comes out; of a longer run only then: codes, order numbers and part numbers are left as they are.
/// </summary>
internal static class LeetLetters
{
    private const string Signs = "013456789@$!|";
    private const string Letters = "oieasgtbgasil";

    /// <summary>What is longer is words run together, an encoding or an id.</summary>
    public const int LongestWord = 24;

    /// <summary>Signs that may be an i or an l and are tried as both; further ones are an i.</summary>
    private const int MaxTries = 4;

    /// <summary>For each character of ASCII the letter that it stands for; 0 for what is no sign.</summary>
    private static readonly char[] LetterOfSign = [.. Enumerable.Range(0, 128).Select(c => Signs.IndexOf((char)c, StringComparison.Ordinal) is >= 0 and var index ? Letters[index] : '\0')];

    /// <summary>The letter that a sign most often stands for; any other character as it is.</summary>
    public static char LetterOf(char c) => IsSign(c) ? LetterOfSign[c] : c;

    public static bool IsSign(char c) => c < 128 && LetterOfSign[c] != 0;

    /// <summary>Has the word signs among its letters, and could it be read?</summary>
    public static bool IsLeet(ReadOnlySpan<char> word)
    {
        var letters = 0;
        var signs = 0;
        foreach (var c in word)
        {
            if (c is >= 'a' and <= 'z')
            {
                letters++;
            }
            else if (IsSign(c))
            {
                signs++;
            }
            else if (!char.IsLetter(c))
            {
                return false;
            }
        }

        if (word.Length > LongestWord)
        {
            return signs > 0 && letters * 4 >= word.Length;
        }

        return signs > 0 && letters > 0 && word.Length >= 3 && ((letters > 1 && signs <= letters + 2) || IsKey(word));
    }

    private static bool IsKey(ReadOnlySpan<char> word)
    {
        Span<char> read = stackalloc char[LongestWord];
        Read(word, read);
        return KnownWords.Keys.Contains(read[..word.Length]);
    }

    /// <summary>Is the ! or | behind a word its last letter? Only when a known word comes out with it.</summary>
    public static bool EndsInSign(ReadOnlySpan<char> text, int start, int end, Span<char> read)
    {
        if (end >= text.Length || text[end] is not ('!' or '|') || end + 1 - start > LongestWord)
        {
            return false;
        }

        var word = text[start..(end + 1)];
        if (!IsLeet(word))
        {
            return false;
        }

        Read(word, read);
        return KnownWords.All.Contains(read[..word.Length]);
    }

    /// <summary>In a text with leet words: is this a known word in which hardly a letter is left, as <c>7u0</c>?</summary>
    public static bool IsShort(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > LongestWord)
        {
            return false;
        }

        foreach (var c in word)
        {
            if (c is not (>= 'a' and <= 'z') && !IsSign(c))
            {
                return false;
            }
        }

        Span<char> read = stackalloc char[LongestWord];
        Read(word, read);
        return !word.SequenceEqual(read[..word.Length]) && KnownWords.All.Contains(read[..word.Length]);
    }

    /// <summary>Writes the word as it is read. A 1, | or ! is whichever of i and l makes a known word; otherwise 11 is ll, and a single one is i.</summary>
    public static void Read(ReadOnlySpan<char> word, Span<char> read)
    {
        Span<int> open = stackalloc int[MaxTries];
        var count = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var twin = word[i] == '1' && ((i > 0 && word[i - 1] == '1') || (i + 1 < word.Length && word[i + 1] == '1'));
            read[i] = twin ? 'l' : LetterOf(word[i]);
            if (word[i] is ('1' or '|' or '!') && count < MaxTries)
            {
                open[count++] = i;
            }
        }

        if (word.Length > LongestWord)
        {
            ReadRun(word, read);
        }
        else
        {
            ReadWord(read[..word.Length], open[..count]);
        }
    }

    private static void ReadWord(Span<char> read, ReadOnlySpan<int> open)
    {
        for (var tried = 0; tried < 1 << open.Length; tried++)
        {
            Turn(read, open, tried);
            if (KnownWords.All.Contains(read))
            {
                return;
            }

            Turn(read, open, tried);
        }
    }

    /// <summary>Makes an l of an i, and an i of an l, at the places that are chosen.</summary>
    private static void Turn(Span<char> read, ReadOnlySpan<int> open, int chosen)
    {
        for (var k = 0; k < open.Length; k++)
        {
            if ((chosen & (1 << k)) != 0)
            {
                Turn(read, open[k]);
            }
        }
    }

    /// <summary>In words run together each is turned where longer known words come out around it.</summary>
    private static void ReadRun(ReadOnlySpan<char> word, Span<char> read)
    {
        const int MaxOpen = 12;
        Span<short> ends = stackalloc short[2 * WordSet.Longest];
        var tries = 0;
        for (var i = 0; i < word.Length && tries < MaxOpen; i++)
        {
            if (word[i] is not ('1' or '|' or '!'))
            {
                continue;
            }

            tries++;
            var from = Math.Max(0, i - WordSet.Longest);
            var around = read[from..Math.Min(word.Length, i + WordSet.Longest)];
            WordRuns.Split(around, ends, out var before);
            Turn(read, i);
            WordRuns.Split(around, ends, out var after);
            if (after <= before)
            {
                Turn(read, i);
            }
        }
    }

    private static void Turn(Span<char> read, int index) => read[index] = read[index] == 'i' ? 'l' : 'i';
}
