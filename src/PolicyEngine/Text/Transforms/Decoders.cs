namespace AiDesk.Policy.Text.Transforms;

/// <summary>Finds what a text encodes and adds a view of each kind, and of what those encode in turn, to <see cref="TextViews.DepthLimit"/>.</summary>
internal static class Decoders
{
    /// <summary>Looks into <paramref name="source"/>, which is <paramref name="depth"/> decodings away from the text.</summary>
    public static void AddViews(TextViews views, ReadOnlySpan<char> source, in SourceMap map, int depth)
    {
        if (depth >= TextViews.DepthLimit)
        {
            return;
        }

        // Tokens first: escapes copy the whole text and use up the limits.
        if (source.Length >= EncodedRuns.MinChars)
        {
            Add(views, source, map, depth, TextTransform.Base64);
            Add(views, source, map, depth, TextTransform.Hex);
        }

        if (source.ContainsAny('%', '\\', '&'))
        {
            Add(views, source, map, depth, TextTransform.Percent);
            Add(views, source, map, depth, TextTransform.UnicodeEscape);
            Add(views, source, map, depth, TextTransform.HtmlEntity);
        }
    }

    private static void Add(TextViews views, ReadOnlySpan<char> source, in SourceMap map, int depth, TextTransform transform)
    {
        if (!Applies(source, transform))
        {
            return;
        }

        var decoded = views.Scratch(depth);
        var any = transform switch
        {
            TextTransform.Percent => PercentEscapes.Decode(source, map, decoded),
            TextTransform.UnicodeEscape => UnicodeEscapes.Decode(source, map, decoded),
            TextTransform.HtmlEntity => HtmlEntities.Decode(source, map, decoded),
            TextTransform.Base64 => Base64Tokens.Decode(source, map, decoded),
            _ => HexTokens.Decode(source, map, decoded),
        };
        if (!any)
        {
            return;
        }

        if (views.Decoded >= TextViews.DecodedLimit)
        {
            views.DecodingCapped = true;
            return;
        }

        views.DecodingCapped |= decoded.Capped;
        views.Decoded += decoded.Length;
        if (views.Add(transform, depth + 1) is not { } view)
        {
            return;
        }

        Folding.Fold(decoded.Text, decoded.Map, view);
        view.Tokenize();
        Homoglyphs.Resolve([], view);
        Respelling.AddViews(views, view);
        AddViews(views, decoded.Text, decoded.Map, depth + 1);
    }

    private static bool Applies(ReadOnlySpan<char> source, TextTransform transform) => transform switch
    {
        TextTransform.Percent => source.Contains('%'),
        TextTransform.UnicodeEscape => source.Contains('\\'),
        TextTransform.HtmlEntity => source.Contains('&'),
        _ => true,
    };
}
