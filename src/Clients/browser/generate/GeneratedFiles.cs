namespace AiDesk.BrowserGuard;

/// <summary>The files that are committed beside chat-guard.js; a test compares them with what is made here.</summary>
internal static class GeneratedFiles
{
    public const string Header = "// Written by src/Clients/browser/generate from the policy engine. Do not edit: ./generate.sh writes it anew.\n";

    /// <summary>Name and content of each, the same bytes on every machine: <c>\n</c> ends a line, and everything stands in a fixed order.</summary>
    public static IEnumerable<(string Name, string Content)> All() =>
    [
        ("chat-guard-patterns.js", PatternFile.Content()),
        ("chat-guard-messages.js", MessageFile.Content()),
    ];
}
