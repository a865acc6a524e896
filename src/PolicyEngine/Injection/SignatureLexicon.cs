using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>The signature files of all languages in one table. A word may mean another thing in each: <see cref="SignatureMeaning"/>.</summary>
internal static class SignatureLexicon
{
    /// <summary>The languages of the files: more than the product writes to people in.</summary>
    private static readonly string[] Tags = ["en", "es", "fr", "de", "it", "pt", "nl", "ru", "zh", "ar", "hi", "tr", "pl", "ja", "ko"];

    private static readonly bool[] VerbFinal = [.. Tags.Select(tag => tag is "hi" or "tr" or "ja" or "ko" or "zh")];

    private static readonly List<SignatureMeaning> MeaningList = [];

    public static PhraseTable Table { get; } = Build();

    private static readonly SignatureMeaning[] Meanings = [.. MeaningList];

    /// <summary>How many languages there are.</summary>
    public static int Languages => Tags.Length;

    /// <summary>The language puts the verb last, or may, as Chinese does.</summary>
    public static bool IsVerbFinal(int language) => VerbFinal[language];

    public static SignatureMeaning MeaningOf(ulong payload) => Meanings[(int)payload];

    private static PhraseTable Build()
    {
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<(string, ulong, bool)>();
        var views = new TextViews();

        // Payload 0 is "none": it is what the table answers when nothing matches.
        MeaningList.Add(new SignatureMeaning());
        for (var language = 0; language < Tags.Length; language++)
        {
            foreach (var entry in LexiconFile.Read($"Injection/Signatures/signatures_{Tags[language]}.txt"))
            {
                var key = (entry.Exact ? "=" : "") + PhraseTable.KeyOf(views, entry.Text);
                if (!byKey.TryGetValue(key, out var index))
                {
                    index = byKey[key] = MeaningList.Count;
                    MeaningList.Add(new SignatureMeaning());
                    entries.Add((entry.Text, (ulong)index, entry.Exact));
                }

                MeaningList[index].Add(language, Enum.Parse<SignatureClass>(entry.Section.Replace("_", "", StringComparison.Ordinal), ignoreCase: true));
            }
        }

        foreach (var (key, index) in byKey)
        {
            if (MeaningList[index].IsTransparent)
            {
                OpenUp(key, MeaningList[index], byKey);
            }
        }

        return PhraseTable.Build(entries);
    }

    /// <summary>
    /// The longest phrase that begins at a word is the one that is found. A transparent one takes no more words than the phrase of the
    /// rules that it begins with, and has its meaning besides: the rules see what they would see without it.
    /// </summary>
    private static void OpenUp(string key, SignatureMeaning meaning, Dictionary<string, int> byKey)
    {
        meaning.Words = 1;
        for (var end = key.LastIndexOf(' '); end > 0; end = key.LastIndexOf(' ', end - 1))
        {
            if (byKey.TryGetValue(key[..end], out var index) && !MeaningList[index].IsTransparent)
            {
                meaning.Words = key[..end].Count(c => c == ' ') + 1;
                meaning.Begins = MeaningList[index];
                break;
            }
        }
    }
}
