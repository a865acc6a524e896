using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>suoᴉʇɔnɹʇsuᴉ</c>: letters of the phonetic alphabet for Latin ones upside down, and the text from its end.</summary>
internal static class UpsideDown
{
    private const string Turned = "ɐɔǝɟƃɓɥᴉıɾʞʃןɯɹʇʌʍʎ¡¿";
    private const string Upright = "acefgghiijkllmrtvwy!?";

    /// <summary>Letters that are others when they are turned.</summary>
    private const string Both = "bdpqnuBDPQNU";
    private const string Other = "qpdbunqpdbun";

    private const int MinTurned = 5;

    private static readonly SearchValues<char> TurnedLetters = SearchValues.Create("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ");

    public static void AddView(TextViews views)
    {
        var raw = views.Raw;
        var found = 0;
        for (var at = raw.IndexOfAny(TurnedLetters); at >= 0 && found < MinTurned; found++)
        {
            var next = raw[(at + 1)..].IndexOfAny(TurnedLetters);
            at = next < 0 ? -1 : at + 1 + next;
        }

        if (found < MinTurned)
        {
            return;
        }

        var decoded = views.Scratch(0);
        for (var i = raw.Length - 1; i >= 0; i--)
        {
            decoded.Append(Turn(raw[i]), i, i + 1);
        }

        if (views.Add(TextTransform.UpsideDown, 1) is { } view)
        {
            Folding.Fold(decoded, view);
            view.Tokenize();
        }
    }

    private static char Turn(char c)
    {
        var index = Turned.IndexOf(c, StringComparison.Ordinal);
        if (index >= 0)
        {
            return Upright[index];
        }

        index = Both.IndexOf(c, StringComparison.Ordinal);
        return index < 0 ? c : Other[index];
    }
}
