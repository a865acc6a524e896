using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Words respelled so that a reader still reads them: letters apart, digits for letters, or both.</summary>
internal static class Respelling
{
    /// <summary>Single letters in a row that are worth joining.</summary>
    private const int MinSingles = 5;

    private static readonly SearchValues<char> LeetSigns = SearchValues.Create("@$!|");

    public static void AddViews(TextViews views, TextView view)
    {
        if (view.Summary.LongestSingles >= MinSingles && views.Add(TextTransform.Spaced, view.Depth) is { } spaced)
        {
            if (SpacedLetters.Join(view, spaced))
            {
                spaced.Tokenize();
                AddLeet(views, spaced);
            }
            else
            {
                views.RemoveLast();
            }
        }

        AddLeet(views, view);
    }

    private static void AddLeet(TextViews views, TextView view)
    {
        if (!view.Summary.Mixed && !view.Text.ContainsAny(LeetSigns))
        {
            return;
        }

        var ones = LeetLetters.Find(view);
        if (ones == LeetOnes.NoLeet || views.Add(TextTransform.Leet, view.Depth) is not { } asI)
        {
            return;
        }

        LeetLetters.Rewrite(view, asI, 'i');
        asI.Tokenize();
        if (ones == LeetOnes.Ambiguous && views.Add(TextTransform.Leet, view.Depth) is { } asL)
        {
            LeetLetters.Rewrite(view, asL, 'l');
            asL.Tokenize();
        }
    }
}
