using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Every text of the pages in every language, from the <c>*.texts.json</c> beside them: key, then language, then text.</summary>
internal static class PageTexts
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Texts = Load();

    /// <summary>The language of those who have said nothing comes first.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "es", "pt", "fr", "de", "it", "nl"];

    public static IEnumerable<string> Keys => Texts.Keys;

    public static bool Has(string key) => Texts.ContainsKey(key);

    /// <summary>Throws <see cref="KeyNotFoundException"/>: a page without words is a defect of ours, and its test fails.</summary>
    public static string Find(string key, string language) =>
        Texts.TryGetValue(key, out var text) ? text[language] : throw new KeyNotFoundException($"there is no text '{key}'");

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, FrozenDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("desk.texts.", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, texts) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(file)!)
            {
                all.Add(key, texts.ToFrozenDictionary(StringComparer.Ordinal));
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
