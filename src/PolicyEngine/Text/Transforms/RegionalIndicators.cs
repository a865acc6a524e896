namespace AiDesk.Policy.Text.Transforms;

/// <summary>Letters in boxes that are drawn as flags in pairs: a row of them that is no row of flags is read as letters.</summary>
internal static class RegionalIndicators
{
    private const int First = 0x1F1E6;
    private const int Last = 0x1F1FF;
    private const char High = '\uD83C';

    /// <summary>Fewest in a text that are worth a look: people write two or three flags.</summary>
    private const int MinLetters = 8;

    public static void AddView(TextViews views)
    {
        var raw = views.Raw;
        if (!raw.Contains(High) || Count(raw) < MinLetters)
        {
            return;
        }

        var decoded = views.Scratch(0);
        for (var i = 0; i < raw.Length; i++)
        {
            if (!IsAt(raw, i))
            {
                decoded.Append(raw[i], i, i + 1);
                continue;
            }

            var start = decoded.Length;
            decoded.Append((char)('a' + char.ConvertToUtf32(raw[i], raw[i + 1]) - First), i, i + 2);
            decoded.Mark(start, TextTransform.RegionalIndicators);
            i++;
        }

        if (views.Add(TextTransform.RegionalIndicators, 1) is { } view)
        {
            Folding.Fold(decoded, view);
            view.Tokenize();
            Respelling.AddViews(views, view);
        }
    }

    private static int Count(ReadOnlySpan<char> raw)
    {
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            count += IsAt(raw, i) ? 1 : 0;
        }

        return count;
    }

    private static bool IsAt(ReadOnlySpan<char> raw, int index) =>
        raw[index] == High && index + 1 < raw.Length && char.IsLowSurrogate(raw[index + 1]) && char.ConvertToUtf32(High, raw[index + 1]) is >= First and <= Last;
}
