namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>ignore·all</c> with something that is not drawn at the dot: the folded view reads one word, because it stands within words more often; this one reads
/// two. Only where Latin letters stand around: some scripts part their words so.
/// </summary>
internal static class InvisibleGaps
{
    public static void AddView(TextViews views)
    {
        if (!views.Folded.HasTouched(TextTransform.ZeroWidth, TextTransform.Bidi) || views.Add(TextTransform.ZeroWidth, 0) is not { } view)
        {
            return;
        }

        Folding.Fold(views.Raw, default, view, gaps: true);
        view.Tokenize();
        Homoglyphs.Resolve(views.Raw, view);
    }
}
