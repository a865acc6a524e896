using AiDesk.Policy.Text;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Injection;

/// <summary>One pass over the words of a view: which of them are in the lexicon, in which sentence, and in which language they make most sense.</summary>
internal static class SignatureScan
{
    /// <summary>Most hits judged together. A text with more is judged in overlapping stretches.</summary>
    public const int Capacity = 128;

    /// <summary>Hits that two stretches share.</summary>
    public const int Overlap = 32;

    /// <summary>A sentence shorter than this does not end: full stops between words are an evasion, and abbreviations.</summary>
    internal const int MinSentence = 3;

    /// <summary>Farthest, in characters, that an address is looked for behind "send".</summary>
    private const int AddressReach = 120;

    /// <summary>Fills <paramref name="hits"/> from word <paramref name="first"/> on.</summary>
    /// <param name="views">The text.</param>
    /// <param name="view">One of its views.</param>
    /// <param name="first">First word; afterwards the word to go on with.</param>
    /// <param name="hits">Room for hits.</param>
    /// <param name="count">Hits that are in it already; afterwards all.</param>
    /// <param name="sentence">Number of the sentence so far.</param>
    /// <returns>How words that are none of the lexicon's may be disguised.</returns>
    public static WordDisguises Collect(TextViews views, TextView view, ref int first, Span<SignatureHit> hits, ref int count, ref int sentence)
    {
        var table = SignatureLexicon.Table;
        var hints = KnownWords.Hints;
        var tokens = view.Tokens;
        var text = view.Text;
        var disguises = WordDisguises.None;
        var inSentence = 0;
        var i = first;
        for (; i < tokens.Length && count < hits.Length; i++)
        {
            var token = tokens[i];
            if ((token.Marks & TokenMarks.Sentence) != 0 && inSentence >= MinSentence)
            {
                sentence++;
                inSentence = 0;
            }

            inSentence++;
            var payload = 0UL;
            var words = table.MayBegin(tokens, i) ? table.Match(views, view, i, out payload) : 0;
            if (words == 0)
            {
                if (hints.MayBe(view.TextOf(token)))
                {
                    disguises |= WordHints.Find(view.TextOf(token));
                }

                continue;
            }

            var meaning = SignatureLexicon.MeaningOf(payload);
            words = meaning.Words > 0 ? meaning.Words : words;
            hits[count++] = new SignatureHit
            {
                Token = i,
                TokenEnd = i + words,
                Start = token.Start,
                End = tokens[i + words - 1].End,
                Sentence = sentence,
                Meaning = (int)payload,
                Closed = IsQuote(text, tokens[i + words - 1].End),
                Ends = EndsAt(text, tokens[i + words - 1].End),
                InCode = IsInCode(text, token, tokens[i + words - 1].End),
                BesideName = IsBesideName(text, tokens, i, i + words),
                BeforeAddress = (meaning.Any & (SignatureClass.Send | SignatureClass.Records | SignatureClass.Secrets)) != 0 && HasAddress(text, tokens[i + words - 1].End),
                Classes = MarksOf(text, token.Marks, tokens[i + words - 1].End),
            };
            i += words - 1;
            inSentence += words - 1;
        }

        first = i;
        return disguises;
    }

    private static bool IsQuote(ReadOnlySpan<char> text, int index)
    {
        if (index < text.Length && text[index] is ('.' or ',' or '!'))
        {
            index++;
        }

        // French puts a space before its closing mark.
        index += index + 1 < text.Length && text[index] is ' ' or '\u00A0' && text[index + 1] == '\u00BB' ? 1 : 0;
        return index < text.Length && text[index] is ('"' or '\'' or '`' or '\u201D' or '\u201C' or '\u00BB' or '\u2018');
    }

    private static SignatureClass MarksOf(ReadOnlySpan<char> text, TokenMarks marks, int end)
    {
        var classes = (marks & TokenMarks.Quoted) != 0 ? SignatureClass.Quoted : SignatureClass.None;
        if ((marks & (TokenMarks.Line | TokenMarks.Sentence)) != 0)
        {
            // French puts a space before the colon.
            end += end < text.Length && text[end] is ' ' or '\u00A0' ? 1 : 0;
            classes |= end < text.Length && text[end] is ':' or '\uFF1A' ? SignatureClass.Opens | SignatureClass.Label : SignatureClass.Opens;
        }

        return classes;
    }

    private static bool EndsAt(ReadOnlySpan<char> text, int index) => index >= text.Length || text[index] is '.' or '!' or '?' or '\n' or '\u3002' or '\uFF01';

    /// <summary>The callee itself, or the first word of a quoted argument.</summary>
    private static bool IsInCode(ReadOnlySpan<char> text, Token token, int end) =>
        (end < text.Length && text[end] == '(')
        || ((token.Marks & TokenMarks.Quoted) != 0 && token.Start >= 3 && text[token.Start - 2] == '(' && Tokenizer.IsWordCharacter(text[token.Start - 3]));

    private static bool HasAddress(ReadOnlySpan<char> text, int from)
    {
        var line = text[from..Math.Min(text.Length, from + AddressReach)];
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        var at = line.IndexOf('@');
        return (at > 0 && at + 1 < line.Length && Tokenizer.IsWordCharacter(line[at - 1]) && Tokenizer.IsWordCharacter(line[at + 1]))
            || line.Contains("://", StringComparison.Ordinal);
    }

    private static bool IsBesideName(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens, int first, int end) =>
        (first > 0 && tokens[first - 1].Start is > 0 and var before && text[before - 1] == '_')
        || (end < tokens.Length && tokens[end].End is var behind && behind < text.Length && text[behind] == '_');

    /// <summary>Everything that the hits may be in any language.</summary>
    public static SignatureClass AnyOf(ReadOnlySpan<SignatureHit> hits)
    {
        var any = SignatureClass.None;
        foreach (ref readonly var hit in hits)
        {
            any |= SignatureLexicon.MeaningOf((ulong)hit.Meaning).Any;
        }

        return any;
    }

    /// <summary>Settles what each hit is: by the language that most of them belong to.</summary>
    public static void Resolve(Span<SignatureHit> hits)
    {
        Span<int> votes = stackalloc int[SignatureLexicon.Languages];
        for (var i = 0; i < hits.Length; i++)
        {
            SignatureLexicon.MeaningOf((ulong)hits[i].Meaning).Vote(votes, hits[i].TokenEnd - hits[i].Token);
        }

        var language = 0;
        for (var l = 1; l < votes.Length; l++)
        {
            language = votes[l] > votes[language] ? l : language;
        }

        var final = SignatureLexicon.IsVerbFinal(language);
        for (var i = 0; i < hits.Length; i++)
        {
            hits[i].Classes |= SignatureLexicon.MeaningOf((ulong)hits[i].Meaning).In(language);
            hits[i].VerbFinal = final;
        }
    }
}
