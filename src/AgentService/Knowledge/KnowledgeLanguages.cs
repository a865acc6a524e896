using System.Collections.Frozen;

namespace AiDesk.Agent.Knowledge;

/// <summary>The seven languages, and which of them a text is in: the one with most of its commonest words.</summary>
internal static class KnowledgeLanguages
{
    public const string Default = "en";

    /// <summary>Characters that are looked at: more of a text says no more.</summary>
    private const int Sample = 4000;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["es"] = "el la los las de del que y en un una para por con no se su sus es está este esta como más pero puede cuando donde sobre entre hasta desde si le lo al o qué cómo cuándo mi tu",
        ["en"] = "the of and to in is that for on with as are be this by from at or an it you your not can have will we our if when what how my do does which there their",
        ["fr"] = "le la les de des du et un une en est que qui pour dans par sur au aux avec ne pas ce cette il elle vous nous votre vos si ou plus sont être quand comment où mon je quel",
        ["de"] = "der die das und ist in zu den von mit für auf nicht ein eine einen dem des sie ich wir ihr es im am als bei auch oder wenn kann wird sind wie was wo mein ihre nach über",
        ["it"] = "il lo la i gli le di del della dei e è un una in che per con non si su da al alla nel sono come più ma può quando dove o mio se questo questa nostro vostro ha",
        ["pt"] = "o a os as de do da dos das e em um uma para por com não se que é está este esta como mais mas pode quando onde no na nos nas ao ou meu minha seu sua você são",
        ["nl"] = "de het een van en in is dat op te voor met niet zijn aan er ook als bij uit om je u wij ons uw of maar kan wordt naar hoe wat waar mijn dit die over door heeft wanneer",
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static bool IsKnown(string language) => Words.ContainsKey(language);

    /// <summary>The one of the seven that has most of the words; the other where no one has.</summary>
    /// <param name="text">The text.</param>
    /// <param name="otherwise">For a text that says nothing of its language, or as much of one as of another.</param>
    public static string Of(ReadOnlySpan<char> text, string otherwise)
    {
        var lowered = text[..Math.Min(text.Length, Sample)].ToString().ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var counts = Words.Select(pair => (Language: pair.Key, Count: lowered.Count(pair.Value.Contains))).OrderByDescending(pair => pair.Count).ToList();
        return counts[0].Count > counts[1].Count ? counts[0].Language : otherwise;
    }

    private static readonly char[] Separators = [.. " \t\r\n.,;:!?¿¡()[]{}\"'’“”«»/\\|<>*_#=+-–—…0123456789"];
}
