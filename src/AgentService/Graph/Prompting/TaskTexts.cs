using System.Collections.Frozen;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Graph.Prompting;

/// <summary>What each node asks of the model, by prompt version. A version that is not there is the newest: a desk must answer.</summary>
internal static class TaskTexts
{
    public const string Newest = "v1";

    private const string Prefix = "desk.prompts.";

    private static readonly FrozenDictionary<string, string> Texts = typeof(TaskTexts).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..^4], Read, StringComparer.Ordinal);

    /// <param name="task">reply, review or rewrite.</param>
    /// <param name="input">The run.</param>
    /// <param name="language">Of the reply.</param>
    public static string For(string task, RunInput input, string language)
    {
        var text = Texts.GetValueOrDefault($"{task}.{input.PromptVersion}") ?? Texts[$"{task}.{Newest}"];
        return text
            .Replace("{business}", input.Business.Length > 0 ? OneLine(input.Business) : "this business", StringComparison.Ordinal)
            .Replace("{language}", Languages.EnglishName(language), StringComparison.Ordinal);
    }

    private static string OneLine(string text) => string.Concat(text.Take(200).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Read(string name)
    {
        using var stream = typeof(TaskTexts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
