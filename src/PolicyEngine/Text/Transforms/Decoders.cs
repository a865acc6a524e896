namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// Finds what a text encodes: its escapes, again and again while there are some; then how its markup is drawn; then the tokens in it that are texts
/// themselves, into which it looks in turn. No more than <see cref="TextViews.DepthLimit"/> decodings inside one another.
/// </summary>
internal static class Decoders
{
    /// <summary>Looks into <paramref name="source"/>, which is <paramref name="depth"/> decodings away from the text; <paramref name="view"/> is its view.</summary>
    public static void AddViews(TextViews views, ReadOnlySpan<char> source, in SourceMap map, TextView view, int depth)
    {
        if (depth < TextViews.DepthLimit && Escapes.MayHave(source))
        {
            var decoded = views.Scratch(depth);
            if (Escapes.Decode(source, map, decoded, out var first))
            {
                if (Take(views, decoded, first, depth) is { } unescaped)
                {
                    AddViews(views, decoded.Text, decoded.Map, unescaped, depth + 1);
                }

                return;
            }
        }

        if (depth == TextViews.DepthLimit)
        {
            return;
        }

        if (Markup.MayHave(source))
        {
            var drawn = views.Scratch(depth);
            if (Markup.Decode(source, map, drawn))
            {
                Take(views, drawn, TextTransform.Markup, depth);
            }
        }

        AddTokens(views, source, map, view, depth);
    }

    private static void AddTokens(TextViews views, ReadOnlySpan<char> source, in SourceMap map, TextView view, int depth)
    {
        var codes = CharacterCodes.MayHave(view.Summary);
        if (source.Length < EncodedRuns.MinChars && !codes)
        {
            return;
        }

        var decoded = views.Scratch(depth);
        Base64Tokens.Decode(source, map, decoded);
        HexTokens.Decode(source, map, decoded);
        if (codes)
        {
            CharacterCodes.Decode(source, map, decoded);
        }

        if (decoded.Length > 0 && Take(views, decoded, decoded.Marks[0].Transform, depth) is { } inner)
        {
            AddViews(views, decoded.Text, decoded.Map, inner, depth + 1);
        }
    }

    /// <summary>A view of what was decoded; null when a limit is reached.</summary>
    private static TextView? Take(TextViews views, DecodedText decoded, TextTransform transform, int depth)
    {
        if (views.Decoded >= TextViews.DecodedLimit)
        {
            views.DecodingCapped = true;
            return null;
        }

        views.DecodingCapped |= decoded.Capped;
        views.Decoded += decoded.Length;
        if (views.Add(transform, depth + 1) is not { } view)
        {
            return null;
        }

        Folding.Fold(decoded, view);
        view.Tokenize();
        Homoglyphs.Resolve([], view);
        Respelling.AddViews(views, view);
        return view;
    }
}
