using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>
/// The observer's words, from lexicon.json. Patterns are regular expressions on folded text. A rule fires on a clause unless a negation stands in it, or its
/// evidence is among the facts.
/// </summary>
internal sealed class ObserverLexicon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private ObserverLexicon(LexiconFile file)
    {
        Promises = [.. file.Promises.Select(rule => new PhraseRule(rule))];
        Claims = [.. file.Claims.Select(rule => new PhraseRule(rule))];
        Negations = Compile(file.Negations);
        Rude = Compile(file.Rude);
        Deadlines = Compile(file.Deadlines);
    }

    public static ObserverLexicon Default { get; } = new(Read());

    public IReadOnlyList<PhraseRule> Promises { get; }

    public IReadOnlyList<PhraseRule> Claims { get; }

    /// <summary>By language, as the others.</summary>
    public FrozenDictionary<string, Regex> Negations { get; }

    public FrozenDictionary<string, Regex> Rude { get; }

    /// <summary>Days and lengths of time until something happens.</summary>
    public FrozenDictionary<string, Regex> Deadlines { get; }

    internal static FrozenDictionary<string, Regex> Compile(Dictionary<string, string> patterns) =>
        patterns.ToFrozenDictionary(pattern => pattern.Key, pattern => Compile(pattern.Value), StringComparer.Ordinal);

    internal static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, Limit);

    private static LexiconFile Read()
    {
        using var stream = typeof(ObserverLexicon).Assembly.GetManifestResourceStream("desk.observing.lexicon.json")!;
        return JsonSerializer.Deserialize<LexiconFile>(stream, JsonSerializerOptions.Web)!;
    }

    internal sealed record LexiconFile(
        List<RuleEntry> Promises, List<RuleEntry> Claims, Dictionary<string, string> Negations, Dictionary<string, string> Rude, Dictionary<string, string> Deadlines);

    internal sealed record RuleEntry(string Name, Dictionary<string, string> Says, string Evidence, List<string>? Tools, bool NegatedBefore = false);
}
