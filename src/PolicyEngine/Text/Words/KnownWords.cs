using System.Buffers;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text.Words;

/// <summary>
/// The words of the built-in lexicons in all languages, as they are folded: what a disguised word is read as. Key words are those of them that an attack
/// cannot do without; only they make a view of words run together, scrambled or turned round worth making.
/// </summary>
internal static class KnownWords
{
    /// <summary>Fewest letters of a key word: shorter ones are parts of ordinary words, and other words backwards.</summary>
    public const int ShortestKey = 5;

    private static readonly string[] KeySections =
    [
        "override", "instructions", "prior", "system_prompt", "reveal", "above_text", "unrestricted", "model", "safeguards", "disable", "freed",
        "no_refusal", "new_instructions", "secrets", "authority",
    ];

    static KnownWords()
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var view = new TextView();
        foreach (var language in Languages.All)
        {
            foreach (var file in (string[])["Injection/Signatures/signatures", "Text/Lexicon/abuse"])
            {
                foreach (var entry in LexiconFile.Read($"{file}_{Languages.TagOf(language)}.txt"))
                {
                    view.Begin(TextTransform.None, 0, mapped: true);
                    Folding.Fold(entry.Text, default, view);
                    view.Tokenize();
                    foreach (var token in view.Tokens)
                    {
                        var word = view.TextOf(token).ToString();
                        all.Add(word);
                        if (word.Length >= ShortestKey && KeySections.Contains(entry.Section, StringComparer.Ordinal))
                        {
                            keys.Add(word);
                        }
                    }
                }
            }
        }

        All = new WordSet(all);
        Keys = new WordSet(keys);
        Hints = new WordHints(keys);
        Scrambled = new ScrambledWords(all);
        KeyTexts = SearchValues.Create([.. keys], StringComparison.Ordinal);
    }

    public static WordSet All { get; }

    public static WordSet Keys { get; }

    /// <summary>Tells key words that are written backwards, under rot13 or with their letters out of order.</summary>
    public static WordHints Hints { get; }

    /// <summary>Reads words whose inner letters are out of order.</summary>
    public static ScrambledWords Scrambled { get; }

    /// <summary>The key words, to be looked for within longer runs of letters.</summary>
    public static SearchValues<string> KeyTexts { get; }
}
