using System.Text;
using AiDesk.Policy.Injection;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard;

/// <summary>The words of the guard's classes, by class and language, out of the engine's signature files.</summary>
internal static class SignatureWords
{
    public static void Write(StringBuilder script)
    {
        var views = new TextViews();
        var lines = Languages.All.ToDictionary(language => language, language => LinesOf(views, Languages.TagOf(language)));
        var known = lines.Values.SelectMany(all => all.Where(line => line.Class != SignatureClass.Neutral)).SelectMany(line => LexiconFile.Expand(line.Text))
            .ToHashSet(StringComparer.Ordinal);
        script.Append("/** Phrases by class and language. */\nexport const signatures = {\n");
        foreach (var (kind, _) in GuardClasses.All)
        {
            script.Append("  ").Append(GuardClasses.NameOf(kind)).Append(": {\n");
            foreach (var language in Languages.All)
            {
                // A neutral word only takes a meaning away that another language gives it.
                var own = lines[language].Where(line => line.Class == kind && (kind != SignatureClass.Neutral || LexiconFile.Expand(line.Text).Any(known.Contains)));
                var packed = PhraseLines.Pack(own.Select(line => line.Text));
                if (packed.Length > 0)
                {
                    script.Append("    ").Append(Languages.TagOf(language)).Append(": ").Append(ScriptText.Quote(packed)).Append(",\n");
                }
            }

            script.Append("  },\n");
        }

        script.Append("};\n");
    }

    private static List<(SignatureClass Class, string Text)> LinesOf(TextViews views, string language)
    {
        var lines = new List<(SignatureClass, string)>();
        foreach (var line in LexiconFile.ReadLines($"Injection/Signatures/signatures_{language}.txt"))
        {
            var kind = GuardClasses.Of(line.Section);
            var most = GuardClasses.All.FirstOrDefault(known => known.Class == kind).MostWords;
            var folded = PhraseLines.Fold(views, line.Text);
            if (most == 0 || line.Exact)
            {
                // What counts only with its accents is left to the server.
                continue;
            }

            lines.AddRange(PhraseLines.UpTo(most, folded).Select(kept => (kind, kept)));
        }

        return lines;
    }
}
