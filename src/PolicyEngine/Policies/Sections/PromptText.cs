using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>The path of a prompt: inside the tenant's folder, whatever it is made of.</summary>
internal static class PromptText
{
    public static TextShape Shape { get; } = new("a .txt or .md file inside the tenant's folder, as prompts/vendor.txt", 200, IsInside, "^([A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\\.(txt|md)$");

    /// <summary>No segment begins with a dot, so that none goes up; no drive, no backslash, no root.</summary>
    private static bool IsInside(string path) =>
        (path.EndsWith(".txt", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal))
        && path.Split('/').All(segment => segment.Length > 0 && segment[0] != '.' && segment.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-' or '.'));
}
