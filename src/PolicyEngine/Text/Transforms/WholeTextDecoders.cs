using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>The text backwards, word by word backwards, under rot13, or with scrambled words put right. Made only when a detector has met a key word so.</summary>
internal static class WholeTextDecoders
{
    /// <summary>Adds the views that read what <paramref name="disguises"/> names, each once for a text.</summary>
    public static void AddViews(TextViews views, TextView source, WordDisguises disguises)
    {
        if ((disguises & WordDisguises.Backwards) != 0)
        {
            var lean = PunctuationBehind(source);
            if (lean <= 0)
            {
                Add(views, source, TextTransform.Reversed);
            }

            if (lean >= 0)
            {
                Add(views, source, TextTransform.ReversedWords);
            }
        }

        if ((disguises & WordDisguises.Rot13) != 0)
        {
            Add(views, source, TextTransform.Rot13);
        }

        if ((disguises & WordDisguises.Scrambled) != 0)
        {
            Add(views, source, TextTransform.Scrambled);
        }
    }

    public static char Rotate(char c) => c switch
    {
        >= 'a' and <= 'z' => (char)('a' + ((c - 'a' + 13) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((c - 'A' + 13) % 26)),
        _ => c,
    };

    private static void Add(TextViews views, TextView source, TextTransform transform)
    {
        if (views.Has(transform) || views.AddHinted(transform, source.Depth) is not { } view)
        {
            return;
        }

        switch (transform)
        {
            case TextTransform.Reversed:
                Reverse(source, 0, source.Length, view);
                break;
            case TextTransform.ReversedWords:
                ReverseWords(source, view);
                break;
            case TextTransform.Rot13:
                Rotate(views, source, view);
                break;
            default:
                Unscramble(source, view);
                break;
        }

        view.Tokenize();
    }

    /// <summary>How many more words have punctuation behind them than before: it tells words backwards from the whole text backwards.</summary>
    private static int PunctuationBehind(TextView source)
    {
        var text = source.Text;
        var behind = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '.' or ',' or '!' or '?' or ':')
            {
                behind += i > 0 && Tokenizer.IsWordCharacter(text[i - 1]) ? 1 : 0;
                behind -= i + 1 < text.Length && Tokenizer.IsWordCharacter(text[i + 1]) ? 1 : 0;
            }
        }

        return behind;
    }

    private static void Reverse(TextView source, int start, int end, TextView view)
    {
        for (var i = end - 1; i >= start; i--)
        {
            view.Append(source.Text[i], source.Map, i, 1);
        }
    }

    private static void ReverseWords(TextView source, TextView view)
    {
        var copied = 0;
        foreach (var token in source.Tokens)
        {
            view.AppendFrom(source, copied, token.Start);
            Reverse(source, token.Start, token.End, view);
            copied = token.End;
        }

        view.AppendFrom(source, copied, source.Length);
    }

    private static void Rotate(TextViews views, TextView source, TextView view)
    {
        if (source != views.Folded)
        {
            for (var i = 0; i < source.Length; i++)
            {
                view.Append(Rotate(source.Text[i]), source.Map, i, 1);
            }

            return;
        }

        // Before it is folded: an é is an é, and would be read as another letter without its accent.
        var decoded = views.Scratch(0);
        for (var i = 0; i < views.RawLength; i++)
        {
            decoded.Append(Rotate(views.Raw[i]), i, i + 1);
        }

        Folding.Fold(decoded, view);
    }

    private static void Unscramble(TextView source, TextView view)
    {
        var copied = 0;
        foreach (var token in source.Tokens)
        {
            if (token.Length < ScrambledWords.Shortest || KnownWords.All.Contains(source.TextOf(token), token.Hash)
                || KnownWords.Scrambled.Find(source.TextOf(token)) is not { } word)
            {
                continue;
            }

            view.AppendFrom(source, copied, token.Start);
            var start = view.Length;
            for (var i = 0; i < word.Length; i++)
            {
                view.Append(word[i], source.Map, token.Start + i, 1);
            }

            view.Touch(start, view.Length, TextTransform.Scrambled);
            copied = token.End;
        }

        view.AppendFrom(source, copied, source.Length);
    }
}
