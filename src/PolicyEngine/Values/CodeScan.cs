using System.Buffers;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Values;

/// <summary>
/// Finds codes in the words of a view: numbers, phones, accounts, IBANs, ids. How they are grouped does not matter: <c>+49 30 1234567</c>,
/// <c>0049-30-1234567</c> and <c>00493012345 67</c> are one value.
/// <para>
/// Words with a digit that follow each other closely, with at most one short word of letters in between, are a group. In a text of prose every part of a
/// group is a value (<see cref="Everything"/>), since nobody knows which was meant; in a field or argument the group as a whole and each part without
/// spaces are.
/// </para>
/// </summary>
internal readonly ref struct CodeScan(TextViews views, TextView view, ValueText text, ValueList found)
{
    /// <summary>Longest code: an IBAN has 34 characters, a UUID 32.</summary>
    private const int MostChars = 64;

    private const int MostWords = 16;

    /// <summary>Longest word of letters alone that may be part of a group: GB29 NWBK 6016.</summary>
    private const int MostLetters = 4;

    private static readonly SearchValues<char> Joints = SearchValues.Create(" -_/()#+*");

    private readonly ReadOnlySpan<char> _chars = view.Text;
    private readonly ReadOnlySpan<Token> _words = view.Tokens;

    /// <summary>Finds every part of a group.</summary>
    public bool Everything { get; init; }

    public void Run()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i].Marks & TokenMarks.Digit) != 0)
            {
                i = Group(i);
            }
        }
    }

    /// <summary>Takes all of the text as one code.</summary>
    public void Whole()
    {
        for (var i = 1; i < _words.Length; i++)
        {
            if (!IsNear(i - 1))
            {
                return;
            }
        }

        if (_words.Length is > 0 and <= MostWords)
        {
            Add(0, _words.Length - 1);
        }
    }

    /// <summary>Reads the group whose first word with a digit is here; answers its last.</summary>
    private int Group(int first)
    {
        var last = first;
        while (last + 1 < _words.Length && last - first < 1024)
        {
            var step = IsNear(last) && HasDigit(last + 1) ? 1 : IsNear(last) && IsShort(last + 1) && last + 2 < _words.Length && IsNear(last + 1) && HasDigit(last + 2) ? 2 : 0;
            if (step == 0)
            {
                break;
            }

            last += step;
        }

        var (from, to) = (first, last);
        if (Everything)
        {
            from = first > 0 && IsNear(first - 1) && IsShort(first - 1) ? first - 1 : first;
            to = last + 1 < _words.Length && IsNear(last) && IsShort(last + 1) ? last + 1 : last;
            AddParts(from, to);
        }
        else
        {
            Add(first, last);
        }

        AddChunks(first, last, from, to);
        return last;
    }

    private void AddParts(int first, int last)
    {
        for (var from = first; from <= last; from++)
        {
            var chars = 0;
            var digits = false;
            for (var to = from; to <= last && to - from < MostWords && chars <= MostChars; to++)
            {
                chars += _words[to].Length;
                digits |= HasDigit(to);
                if (digits && chars >= ValueLimits.LeastChars)
                {
                    Add(from, to);
                }
            }
        }
    }

    /// <summary>Words that only one sign, no space, parts: <c>gift_card_8541487</c>, whatever their letters. Those that were added already are passed over.</summary>
    private void AddChunks(int first, int last, int addedFrom, int addedTo)
    {
        for (var word = first; word <= last; word++)
        {
            var from = word;
            while (from > 0 && word - from < MostWords && IsTight(from - 1))
            {
                from--;
            }

            while (word + 1 < _words.Length && word + 1 - from < MostWords && IsTight(word))
            {
                word++;
            }

            var added = Everything ? from >= addedFrom && word <= addedTo : from == addedFrom && word == addedTo;
            if (!added)
            {
                Add(from, word);
            }
        }
    }

    private void Add(int first, int last)
    {
        text.Begin(ValueKind.Code);
        var times = last > first;
        for (var i = first; i <= last; i++)
        {
            var word = _words[i];
            if (IsTrunkZero(word))
            {
                continue;
            }

            times &= word.Length <= 2 && (i == last || _chars[word.End] == ':');
            text.Append(view.TextOf(word));
        }

        if (times || text.Chars.Length > MostChars || !CodeShape.TryNormalise(text))
        {
            return;
        }

        var (start, end) = (_words[first].Start, _words[last].End);
        if (view.Transform != TextTransform.None && view.TransformAt(start, end) == TextTransform.None)
        {
            // This view says nothing of it that the text itself does not.
            return;
        }

        var place = view.Locate(start, end);
        found.Add(text.Keyed, views.Offset + place.Start, views.Offset + place.End);
    }

    private bool HasDigit(int word) => (_words[word].Marks & TokenMarks.Digit) != 0;

    private bool IsShort(int word) => _words[word].Length <= MostLetters && !CodeShape.IsUnit(view.TextOf(_words[word]));

    /// <summary>+49 (0)30: the zero is not dialled from abroad.</summary>
    private bool IsTrunkZero(Token word) =>
        word.Length == 1 && _chars[word.Start] == '0' && word.Start > 0 && _chars[word.Start - 1] == '(' && word.End < _chars.Length && _chars[word.End] == ')';

    /// <summary>What stands between a word and the next keeps them together: one sign or space, or a few, but no list and no end of a sentence.</summary>
    private bool IsNear(int word)
    {
        var gap = _chars[_words[word].End.._words[word + 1].Start];
        if (gap.Length == 1)
        {
            return gap[0] is ' ' or '-' or '.' or ',' or '_' or '/' or '(' or ')' or ':' or '#' or '\'' or '+' or '*' or '\\' or '~' or '\u2013' or '\u2019';
        }

        return gap.Length is 0 or 2 or 3 && !gap.ContainsAnyExcept(Joints);
    }

    private bool IsTight(int word)
    {
        var gap = _chars[_words[word].End.._words[word + 1].Start];
        return gap.Length == 1 && gap[0] is '-' or '_' or '.' or '/' or ':' or '#' or '~';
    }
}
