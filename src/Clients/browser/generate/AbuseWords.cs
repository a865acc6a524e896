using System.Text;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard;

/// <summary>The engine's words of abuse, the languages together as the engine asks them, and the words that stand around them.</summary>
internal static class AbuseWords
{
    /// <summary>Longer phrases are left to the server.</summary>
    private const int MostWords = 4;

    public static void Write(StringBuilder script)
    {
        var views = new TextViews();
        script.Append("/** Words of abuse by section; the mild ones count only where they are said to somebody. */\nexport const abuse = {\n");
        WriteSections(script, views, [.. Languages.All.Select(language => $"Text/Lexicon/abuse_{Languages.TagOf(language)}.txt")], MostWords);
        script.Append("};\n\n/** Who is spoken to, and who only reports. */\nexport const abuseContext = {\n");
        WriteSections(script, views, ["Text/Lexicon/abuse_context.txt"], int.MaxValue);
        script.Append("};\n");
    }

    private static void WriteSections(StringBuilder script, TextViews views, string[] files, int most)
    {
        foreach (var section in files.SelectMany(LexiconFile.ReadLines).Where(line => !line.Exact).GroupBy(line => line.Section, StringComparer.Ordinal))
        {
            var folded = section.SelectMany(line => PhraseLines.UpTo(most, PhraseLines.Fold(views, line.Text)));
            script.Append("  ").Append(NameOf(section.Key)).Append(": ").Append(ScriptText.Quote(PhraseLines.Pack(folded))).Append(",\n");
        }
    }

    private static string NameOf(string section) => section switch
    {
        "cue after" => "cueAfter",
        "report after" => "reportAfter",
        _ => section,
    };
}
