using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Street and number, in the order of the language: <c>12 Elm Street</c>, <c>12 rue du Four</c>, <c>Calle Mayor 12</c>, <c>Hauptstraße 12</c>. The word for
/// the street is the anchor; a number and a capital must stand where they belong.
/// </summary>
internal static class PostalAddresses
{
    /// <summary>Most characters between the street's word and its number.</summary>
    private const int Reach = 40;

    /// <summary>Words behind the street's name, the number before both.</summary>
    private static readonly string[] Behind =
    [
        " street", " avenue", " ave", " road", " rd", " lane", " ln", " drive", " boulevard", " blvd", " court", " square", " terrace", " parkway", " pkwy", " highway", " hwy",
        " crescent", " alley", " trail", " circle", " plaza", " close", " grove", " st,", " st.", " dr,", " dr.",
    ];

    /// <summary>Words before the street's name, the number behind or before both.</summary>
    private static readonly string[] Before =
    [
        "rue ", "boulevard ", "avenue ", "chemin ", "impasse ", "allée ", "calle ", "c/ ", "avenida ", "avda. ", "paseo ", "plaza ", "carrer ", "via ", "viale ", "piazza ",
        "corso ", "vicolo ", "rua ", "travessa ", "praça ", "largo ", "ulica ", "ul. ", "po box ", "p.o. box ", "postfach ", "apartado ", "psc ", "cmr ",
    ];

    /// <summary>Endings of the street's own name, the number behind.</summary>
    private static readonly string[] Endings =
    [
        "straße ", "strasse ", "str. ", "weg ", "gasse ", "platz ", "allee ", "damm ", "straat ", "laan ", "plein ", "kade ", "gracht ", "singel ", "dreef ",
        "gatan ", "vägen ", "gade ", "vej ", "katu ", "utca ",
    ];

    private static readonly SearchValues<string> Anchors = SearchValues.Create([.. Behind, .. Before, .. Endings], StringComparison.OrdinalIgnoreCase);

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        if (!text.ContainsAnyInRange('0', '9'))
        {
            return;
        }

        var from = 0;
        while (text[from..].IndexOfAny(Anchors) is >= 0 and var found)
        {
            var at = from + found;
            var (start, end) = Find(text, at);
            if (end > 0)
            {
                scan.AddId("leak.pii.postal", start, end);
            }

            from = Math.Max(end, at + 2);
        }
    }

    private static (int Start, int End) Find(ReadOnlySpan<char> text, int at)
    {
        var here = text[at..];
        if (LengthOf(Behind, here) is > 0 and var behind && (at + behind == text.Length || !char.IsLetterOrDigit(text[at + behind])))
        {
            return NumberBefore(text, at) is >= 0 and var number ? (number, at + behind) : default;
        }

        if (LengthOf(Before, here) is > 0 and var before && (at == 0 || !char.IsLetterOrDigit(text[at - 1])))
        {
            if (NumberBehind(text, at + before, here[0] is 'p' or 'P' or 'c' or 'C') is > 0 and var last)
            {
                return (at, last);
            }

            return at > 1 && NumberBefore(text, at - 1) is >= 0 and var first && at - first < 10 ? (first, at + before) : default;
        }

        if (LengthOf(Endings, here) is > 0 and var ending && at > 1 && char.IsLetter(text[at - 1]))
        {
            var name = at;
            while (name > 0 && char.IsLetter(text[name - 1]) && at - name < Reach)
            {
                name--;
            }

            var digits = CharClasses.RunLength(text, at + ending, Alphabet.Digit, 5);
            return char.IsUpper(text[name]) && digits is >= 1 and <= 4 ? (name, at + ending + digits) : default;
        }

        return default;
    }

    /// <summary>Where the house number begins that stands before a name of capitals; -1 when there is none.</summary>
    private static int NumberBefore(ReadOnlySpan<char> text, int end)
    {
        var from = Math.Max(0, end - Reach);
        var before = text[from..end];
        before = before[(before.LastIndexOfAny('\n', ';', ':') + 1)..];
        var last = before.LastIndexOfAnyInRange('0', '9');
        if (last < 0)
        {
            return -1;
        }

        var number = last + 1 - CharClasses.RunLengthBack(before, last + 1, Alphabet.Digit, 8);
        var name = before[(last + 1)..];
        var whole = number == 0 || !CharClasses.Is(before[number - 1], Alphabet.Url) && before[number - 1] is not ('#' or '$' or '€' or '.');
        if (last + 1 - number > 6 || !whole || name.ContainsAny(",.!?()") || name.Count(' ') > 5)
        {
            return -1;
        }

        return name.IsWhiteSpace() || HasCapitals(name) ? end - before.Length + number : -1;
    }

    private static bool HasCapitals(ReadOnlySpan<char> name)
    {
        foreach (var range in name.Split(' '))
        {
            var word = name[range];
            if (word.Length > 3 && char.IsLower(word[0]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The index behind the house number that follows a name; -1 when there is none.</summary>
    private static int NumberBehind(ReadOnlySpan<char> text, int start, bool box)
    {
        var rest = text[start..Math.Min(text.Length, start + Reach)];
        var stop = rest.IndexOfAny('\n', '.', '!');
        rest = stop < 0 ? rest : rest[..stop];
        var digit = rest.IndexOfAnyInRange('0', '9');
        if (digit < 0 || (digit == 0 && !box) || (digit > 0 && !char.IsUpper(FirstLetter(rest))))
        {
            return -1;
        }

        var length = CharClasses.RunLength(rest, digit, Alphabet.Digit, 7);
        return length > 5 || rest[..digit].Count(' ') > 5 ? -1 : start + digit + length;
    }

    /// <summary>The first letter of the name, behind articles.</summary>
    private static char FirstLetter(ReadOnlySpan<char> name)
    {
        foreach (var range in name.Split(' '))
        {
            var word = name[range];
            if (word.Length > 3 || (word.Length > 0 && char.IsUpper(word[0])))
            {
                return word[0];
            }
        }

        return 'a';
    }

    private static int LengthOf(string[] words, ReadOnlySpan<char> text)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return word.Length;
            }
        }

        return 0;
    }
}
