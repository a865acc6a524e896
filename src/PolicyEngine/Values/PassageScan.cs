using AiDesk.Policy.Text;

namespace AiDesk.Policy.Values;

/// <summary>
/// Passages of longer texts, six words each. All of a hidden text are remembered and every third of a reply is asked for, so that eight words quoted in a
/// row are found wherever they stand, and what is found is without gaps. Scripts that put no spaces between words are not read this way.
/// </summary>
internal static class PassageScan
{
    public const int Words = 6;

    /// <summary>In a reply.</summary>
    public const int Step = 3;

    /// <summary>Fewer letters in six words say nothing.</summary>
    private const int LeastChars = 20;

    /// <param name="views">The prepared text; its folded view is read.</param>
    /// <param name="step">How many words on each passage begins.</param>
    /// <param name="most">Most passages of this text.</param>
    /// <param name="text">Working memory.</param>
    /// <param name="found">Where they go.</param>
    public static void Run(TextViews views, int step, int most, ValueText text, ValueList found)
    {
        var view = views.Folded;
        var words = view.Tokens;
        for (var first = 0; first + Words <= words.Length && most > 0; first += step)
        {
            // The words' own hashes stand for them: 32 bits each, six in order.
            text.Begin(ValueKind.Passage);
            var chars = 0;
            foreach (ref readonly var word in words.Slice(first, Words))
            {
                text.Append((char)word.Hash);
                text.Append((char)(word.Hash >> 16));
                chars += word.Length;
            }

            if (chars >= LeastChars)
            {
                var place = view.Locate(words[first].Start, words[first + Words - 1].End);
                found.Add(text.Keyed, views.Offset + place.Start, views.Offset + place.End);
                most--;
            }
        }
    }
}
