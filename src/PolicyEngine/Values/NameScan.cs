using System.Collections.Frozen;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Values;

/// <summary>
/// Names: two to four words of letters, each with a capital; short words in lower case may stand between them (de la, van). A field is one as a whole; in
/// prose every two to four such words in a row may be. Words alone are not taken: they cannot be told from ordinary ones.
/// </summary>
internal readonly ref struct NameScan(TextViews views, ValueText text, ValueList found)
{
    private const int MostWords = 4;
    private const int MostParticle = 3;

    // What fields say of everybody: a reply may name it whoever hid it.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Common = FrozenSet.ToFrozenSet(
        [
            "united states", "united kingdom", "great britain", "new zealand", "south africa", "south korea", "saudi arabia", "hong kong", "new york", "los angeles",
            "san francisco", "buenos aires", "rio de janeiro", "sao paulo", "costa rica", "el salvador", "puerto rico", "estados unidos", "reino unido", "paises bajos",
            "nueva york", "nueva zelanda", "corea del sur", "republica dominicana", "republica checa", "etats unis", "royaume uni", "pays bas", "nouvelle zelande",
            "vereinigte staaten", "vereinigtes konigreich", "tschechische republik", "stati uniti", "regno unito", "paesi bassi", "verenigde staten",
            "verenigd koninkrijk", "czech republic", "european union", "union europea", "customer service", "credit card", "direct debit", "apple pay", "google pay",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TextView _view = views.Folded;
    private readonly ReadOnlySpan<Token> _words = views.Folded.Tokens;

    /// <summary>Takes the text as a field: a name when it is one as a whole.</summary>
    public void Field()
    {
        if (_words.Length is >= 2 and <= MostWords && EndOf(0) == _words.Length - 1 && _words[0].Start == 0 && _words[^1].End == _view.Length)
        {
            Add(0, _words.Length - 1);
        }
    }

    /// <summary>Takes the text as prose.</summary>
    public void Prose()
    {
        for (var first = 0; first < _words.Length; first++)
        {
            if (!IsCapital(first))
            {
                continue;
            }

            var end = EndOf(first);
            for (var from = first; from < end; from++)
            {
                for (var to = from + 1; to <= Math.Min(end, from + MostWords - 1); to++)
                {
                    if (IsCapital(from) && IsCapital(to))
                    {
                        Add(from, to);
                    }
                }
            }

            first = end;
        }
    }

    /// <summary>The last word of the names that begin here.</summary>
    private int EndOf(int first)
    {
        var end = first;
        for (var next = first + 1; next < _words.Length && IsJoined(next - 1) && IsLetters(next); next++)
        {
            if (IsCapital(next))
            {
                end = next;
            }
            else if (_words[next].Length > MostParticle)
            {
                break;
            }
        }

        return IsCapital(first) ? end : first;
    }

    private void Add(int first, int last)
    {
        text.Begin(ValueKind.Name);
        var letters = 0;
        for (var i = first; i <= last; i++)
        {
            if (i > first)
            {
                text.Append(' ');
            }

            text.Append(_view.TextOf(_words[i]));
            letters += _words[i].Length;
        }

        if (letters >= ValueLimits.LeastChars && !Common.Contains(text.Chars))
        {
            var place = _view.Locate(_words[first].Start, _words[last].End);
            found.Add(text.Keyed, views.Offset + place.Start, views.Offset + place.End);
        }
    }

    private bool IsLetters(int word) => (_words[word].Marks & TokenMarks.Digit) == 0;

    private bool IsCapital(int word) => IsLetters(word) && char.IsUpper(views.Raw[_view.Locate(_words[word].Start, _words[word].End).Start]);

    private bool IsJoined(int word)
    {
        var gap = _view.Text[_words[word].End.._words[word + 1].Start];
        return gap.Length == 1 && gap[0] is ' ' or '-' or '\'' or '\u2019' or '\u00A0';
    }
}
