using System.Globalization;
using System.Text;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.BrowserGuard;

/// <summary>Characters that are not drawn, letters that normalization leaves whole, and the look-alikes of the scripts that are most used for it: out of the engine's tables.</summary>
internal static class CharacterTables
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>Latin, Greek and Cyrillic; look-alikes beyond are left to the server.</summary>
    private const char LastLookAlike = '\u052F';

    public static void Write(StringBuilder script)
    {
        script.Append("/** Code points that are not drawn: first and last of each range. */\nexport const invisible = [").AppendJoin(", ", Invisible()).Append("];\n\n");
        var special = Enumerable.Range(0x80, 0xFF80).Where(c => SpecialLetters.Find(c) is not null).Select(c => $"{ScriptText.Quote(((char)c).ToString())}: {ScriptText.Quote(SpecialLetters.Find(c)!)}");
        script.Append("/** Letters that Unicode does not take apart. */\nexport const specialLetters = { ").AppendJoin(", ", special).Append(" };\n\n");
        var squared = Enumerable.Range(0x10000, LastCodePoint - 0xFFFF).Where(c => string.Equals(SpecialLetters.Find(c), "a", StringComparison.Ordinal)).Select(Hex);
        script.Append("/** Where rows of letters in squares and circles begin, a to z. */\nexport const squaredLetters = [").AppendJoin(", ", squared).Append("];\n\n");
        var alike = Enumerable.Range(0x80, LastLookAlike - 0x7F).Select(c => (char)c).Where(c => ConfusableLetters.Find(c) != '\0').ToArray();
        script.Append("/** Letters that look like Latin ones, and those. */\nexport const lookAlikes = [").Append(ScriptText.Quote(string.Concat(alike))).Append(", ")
            .Append(ScriptText.Quote(string.Concat(alike.Select(ConfusableLetters.Find)))).Append("];\n\n");
    }

    private static IEnumerable<string> Invisible()
    {
        for (var c = 0; c <= LastCodePoint; c++)
        {
            if (!InvisibleCharacters.IsInvisible(c))
            {
                continue;
            }

            yield return Hex(c);
            while (c < LastCodePoint && InvisibleCharacters.IsInvisible(c + 1))
            {
                c++;
            }

            yield return Hex(c);
        }
    }

    private static string Hex(int codePoint) => "0x" + codePoint.ToString("x", CultureInfo.InvariantCulture);
}
