namespace AiDesk.Policy.Text.Transforms;

/// <summary>The folded text backwards, or under rot13. Made only when a detector has met one of its words in that form.</summary>
internal static class WholeTextDecoders
{
    public static void AddReversed(TextViews views)
    {
        if (views.Has(TextTransform.Reversed) || views.Add(TextTransform.Reversed, 1) is not { } view)
        {
            return;
        }

        var folded = views.Folded;
        var text = folded.Text;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            view.Append(text[i], folded.Map, i, 1);
        }

        view.Tokenize();
    }

    public static void AddRot13(TextViews views)
    {
        if (views.Has(TextTransform.Rot13) || views.Add(TextTransform.Rot13, 1) is not { } view)
        {
            return;
        }

        var folded = views.Folded;
        var text = folded.Text;
        for (var i = 0; i < text.Length; i++)
        {
            view.Append(Rotate(text[i]), folded.Map, i, 1);
        }

        view.Tokenize();
    }

    public static char Rotate(char c) => c is >= 'a' and <= 'z' ? (char)('a' + ((c - 'a' + 13) % 26)) : c;
}
