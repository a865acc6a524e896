namespace AiDesk.Policy.Text;

/// <summary>
/// The security rules that go first into a system prompt, in the reader's language. The same arguments give the same text, character for character, so
/// that prompt caches hold; the host keeps one per snapshot and language.
/// </summary>
public static class SecurityRules
{
    /// <summary>Raised when the wording changes; the first line of the text carries it.</summary>
    public const int Version = 1;

    /// <summary>Most UTF-16 units taken of a name or a refusal.</summary>
    public const int MaxChars = 500;

    private static readonly string[] Templates =
        [.. Languages.All.Select(l => EmbeddedText.Read($"Text/Rules/security_rules_{Languages.TagOf(l)}.txt").ReplaceLineEndings("\n").Trim())];

    /// <param name="language">Language of the rules.</param>
    /// <param name="personaName">The role that the model stays in; one line.</param>
    /// <param name="refusal">What it answers to manipulation; empty takes the message file's <c>guard.refusal</c>.</param>
    public static string For(Language language, string personaName, string refusal) =>
        Templates[(int)language]
            .Replace("{version}", $"aidesk-security-rules/{Version}", StringComparison.Ordinal)
            .Replace("{mark}", Datamark.Mark.ToString(), StringComparison.Ordinal)
            .Replace("{refusal}", OneLine(refusal.Length == 0 ? UserMessages.Text("guard.refusal", language) : refusal), StringComparison.Ordinal)
            .Replace("{persona}", OneLine(personaName), StringComparison.Ordinal);

    private static string OneLine(string text)
    {
        var cut = text.Length > MaxChars ? text[..MaxChars] : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
