using System.Collections.Frozen;
using System.Text.Json;

namespace AiDesk.Policy.Text;

/// <summary>
/// What a person is shown, by key and language. The texts are one file, <c>Messages/user_messages.json</c>, which the browser's guard reads too. Law 11:
/// none of them names a rule, an id, a stack trace or a tenant.
/// </summary>
public static class UserMessages
{
    private static readonly FrozenDictionary<string, string[]> Texts = Load();

    /// <summary>All keys there are.</summary>
    public static IReadOnlyCollection<string> Keys => Texts.Keys;

    /// <summary>The message file as it ships, UTF-8 JSON: key to language tag to text.</summary>
    public static string Json { get; } = EmbeddedText.Read("Text/Messages/user_messages.json");

    /// <summary>The text of a key; that of <c>guard.unavailable</c> for a key that does not exist: a person is always told something.</summary>
    public static string Text(string key, Language language) =>
        (Texts.TryGetValue(key, out var texts) ? texts : Texts["guard.unavailable"])[(int)language];

    private static FrozenDictionary<string, string[]> Load()
    {
        using var document = JsonDocument.Parse(EmbeddedText.Read("Text/Messages/user_messages.json"));
        return document.RootElement.EnumerateObject().ToFrozenDictionary(
            key => key.Name,
            key => Languages.All.Select(l => key.Value.GetProperty(Languages.TagOf(l)).GetString()!).ToArray(),
            StringComparer.Ordinal);
    }
}
