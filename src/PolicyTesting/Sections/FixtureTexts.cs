using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>The texts that sections of a test file share.</summary>
internal static class FixtureTexts
{
    /// <summary>Name of a fixture or a step, in the author's own language.</summary>
    public static TextShape Name { get; } = new("a name of letters, digits, '_' and '-'", 60, IsName, "^[\\p{L}\\p{N}_-]{1,60}$");

    /// <summary>A value of a call's context. An empty one is absent.</summary>
    public static TextShape Field { get; } = new("a text of at most 256 characters", 256, shortest: 0);

    public static TextShape Sentence { get; } = new("a text of at most 300 characters", 300);

    /// <summary>What a tool gave, where it is no JSON.</summary>
    public static TextShape Raw { get; } = new("a text of at most 100,000 characters", TestTextShape.Longest, shortest: 0);

    public static bool IsName(string text) => text.Length > 0 && text.All(unit => char.IsLetterOrDigit(unit) || unit is '_' or '-');
}
