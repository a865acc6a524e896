using System.Numerics;

namespace AiDesk.Policy.Injection;

/// <summary>What a phrase is in each language.</summary>
internal sealed class SignatureMeaning
{
    private readonly SignatureClass[] _byLanguage = new SignatureClass[SignatureLexicon.Languages];
    private uint _languages;
    private SignatureClass _any;

    /// <summary>Everything that it is in some language.</summary>
    public SignatureClass Any => _any | (Begins?.Any ?? SignatureClass.None);

    /// <summary>It hides no word, whatever the language.</summary>
    public bool IsTransparent => (_any & ~SignatureClasses.Transparent) == 0;

    /// <summary>Words of the text that a hit takes; 0 for all of the phrase.</summary>
    public int Words { get; set; }

    /// <summary>The phrase of the rules that it begins with, if there is one.</summary>
    public SignatureMeaning? Begins { get; set; }

    public void Add(int language, SignatureClass meaning)
    {
        _byLanguage[language] |= meaning;
        _languages |= 1u << language;
        _any |= meaning;
    }

    /// <summary>Gives so many votes to each language that knows it.</summary>
    public void Vote(Span<int> votes, int count)
    {
        for (var languages = (Begins ?? this)._languages; languages != 0; languages &= languages - 1)
        {
            votes[BitOperations.TrailingZeroCount(languages)] += count;
        }
    }

    /// <summary>What it is to a reader of a language: a word that this language knows has no other meaning there.</summary>
    public SignatureClass In(int language) =>
        (_byLanguage[language] is var own && own != SignatureClass.None ? own : _any) | (Begins?.In(language) ?? SignatureClass.None);
}
