namespace AiDesk.Agent.Pages.Knowledge;

/// <summary>A passage cut where words of the question stand in it: the page makes a text of each piece, and markup of none.</summary>
public static class MarkedText
{
    /// <param name="text">The passage.</param>
    /// <param name="words">As they stand in it.</param>
    public static IReadOnlyList<(string Text, bool IsMatch)> Split(string text, IEnumerable<string> words)
    {
        var wanted = words.ToHashSet(StringComparer.Ordinal);
        var pieces = new List<(string Text, bool IsMatch)>();
        var shown = 0;
        var begin = -1;
        for (var place = 0; place <= text.Length; place++)
        {
            if (place < text.Length && char.IsLetterOrDigit(text[place]))
            {
                begin = begin < 0 ? place : begin;
                continue;
            }

            if (begin >= 0 && wanted.Contains(text[begin..place]))
            {
                if (begin > shown)
                {
                    pieces.Add((text[shown..begin], false));
                }

                pieces.Add((text[begin..place], true));
                shown = place;
            }

            begin = -1;
        }

        if (shown < text.Length)
        {
            pieces.Add((text[shown..], false));
        }

        return pieces;
    }
}
