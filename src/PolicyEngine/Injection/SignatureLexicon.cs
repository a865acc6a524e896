using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>The signature files of all languages in one table. A word may mean another thing in each: <see cref="SignatureMeaning"/>.</summary>
internal static class SignatureLexicon
{
    private static readonly List<SignatureMeaning> MeaningList = [];

    public static PhraseTable Table { get; } = Build();

    private static readonly SignatureMeaning[] Meanings = [.. MeaningList];

    public static SignatureMeaning MeaningOf(ulong payload) => Meanings[(int)payload];

    private static PhraseTable Build()
    {
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<(string, ulong, bool)>();
        var views = new TextViews();

        // Payload 0 is "none": it is what the table answers when nothing matches.
        MeaningList.Add(new SignatureMeaning());
        foreach (var (text, meaning) in SignatureHints.All)
        {
            byKey[text] = MeaningList.Count;
            entries.Add((text, (ulong)MeaningList.Count, false));
            MeaningList.Add(new SignatureMeaning());
            MeaningList[^1].Add(Language.En, meaning);
        }

        foreach (var language in Languages.All)
        {
            foreach (var entry in LexiconFile.Read($"Injection/Signatures/signatures_{Languages.TagOf(language)}.txt"))
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

        return PhraseTable.Build(entries);
    }
}

/// <summary>What a phrase is in each language.</summary>
internal sealed class SignatureMeaning
{
    private readonly SignatureClass[] _byLanguage = new SignatureClass[Languages.All.Count];

    /// <summary>Everything that it is in some language.</summary>
    public SignatureClass Any { get; private set; }

    public void Add(Language language, SignatureClass meaning)
    {
        _byLanguage[(int)language] |= meaning;
        Any |= meaning;
    }

    public bool IsIn(Language language) => _byLanguage[(int)language] != SignatureClass.None;

    /// <summary>What it is to a reader of <paramref name="language"/>: a word that this language knows has no other meaning there.</summary>
    public SignatureClass In(Language language) =>
        _byLanguage[(int)language] is var own && own != SignatureClass.None ? own : Any;
}
