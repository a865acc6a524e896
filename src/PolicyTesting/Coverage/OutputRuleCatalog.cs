using System.Text.Json;
using System.Text.RegularExpressions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>output:</c>: what a reply must not hold, each kind of leak apart, and what it may.</summary>
internal static class OutputRuleCatalog
{
    private static readonly string[] AlwaysOn =
        ["secret", "jwt", "stack_trace", "sql", "path", "infrastructure", "raw_json", "metadata_key", "uuid", "ulid", "hex_id", "internal_id"];

    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot)
    {
        var rules = snapshot.Output;
        if (!rules.ForbiddenWords.IsEmpty)
        {
            yield return new("output.forbidden_words", seen => seen.Kind == ObservedKind.Output && seen.Found("words.forbidden"));
        }

        if (rules.Abuse != AbuseRule.Off)
        {
            yield return new("output.abuse", seen => seen.Kind == ObservedKind.Output && seen.Found(found => found.Code.StartsWith("abuse.", StringComparison.Ordinal)));
        }

        string[] configured = [.. AlwaysOn, .. Named(snapshot.Leaks.ToolNames.Count > 0, "tool_name"), .. Named(!rules.SystemPrompts.IsEmpty, "prompt_overlap"), .. Named(!rules.Canaries.IsEmpty, "canary"), .. Named(!rules.AllowedHosts.IsEmpty, "unknown_link")];
        foreach (var kind in configured)
        {
            yield return new("output.leaks." + kind, seen => seen.Kind == ObservedKind.Output && seen.Found(found => IsLeak(found.Code, kind)));
        }

        if (snapshot.Tools.Values.Any(tool => tool.Output != OutputField.Nothing))
        {
            yield return new("output.leaks.hidden_value", seen => seen.Kind == ObservedKind.Output && seen.Found("leak.hidden_value"));
        }

        foreach (var kind in Enum.GetValues<PiiKinds>().Where(kind => kind != PiiKinds.None && snapshot.Leaks.Pii.HasFlag(kind)))
        {
            var code = "leak.pii." + (kind == PiiKinds.Address ? "ip" : JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));
            yield return new("output.pii." + JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()), seen => seen.Kind == ObservedKind.Output && seen.Found(code));
        }

        for (var i = 0; i < rules.AllowedIds.Length; i++)
        {
            var pattern = rules.AllowedIds[i];
            yield return new($"output.allowed_ids[{i}]", seen => seen.Kind == ObservedKind.Output && HasWhole(pattern, seen.Text));
        }

        foreach (var host in rules.AllowedHosts)
        {
            yield return new("output.allowed_hosts." + host, seen => seen.Kind == ObservedKind.Output && seen.Text.Contains("//" + host, StringComparison.OrdinalIgnoreCase) && !seen.Found("leak.unknown_link"));
        }
    }

    private static IEnumerable<string> Named(bool isConfigured, string kind) => isConfigured ? [kind] : [];

    /// <summary>leak.secret stands for leak.secret_named and its like.</summary>
    private static bool IsLeak(string code, string kind) =>
        code.StartsWith("leak." + kind, StringComparison.Ordinal) && (code.Length == kind.Length + 5 || code[kind.Length + 5] is '_' or '.');

    /// <summary>A word of the reply that the pattern matches from end to end: what the policy lets a customer see.</summary>
    private static bool HasWhole(Regex pattern, string text) =>
        text.Split([' ', '\n', '\t', ',', '.', ':', ';', '?', '!', '(', ')', '"', '¿', '¡'], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => pattern.Match(word) is { Success: true } match && match.Length == word.Length);
}
