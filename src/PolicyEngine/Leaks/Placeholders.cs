using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Values that only stand for a secret: documentation, templates, masks.</summary>
internal static class Placeholders
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "example", "sample", "placeholder", "changeme", "change_me", "your", "xxxx", "dummy", "redacted", "foobar", "****", "....", "insert", "todo",
            "undefined", "null", "none", "here", "test1234", "password", "passwort", "secret", "12345678901234567890123456789012345678901234567890",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> TemplateSigns = SearchValues.Create("<>{}[]()$%*|\\");

    public static bool IsPlaceholder(ReadOnlySpan<char> value) => value.ContainsAny(TemplateSigns) || value.ContainsAny(Words);
}
