using System.Text.Json;
using AiDesk.Agent.Graph.Observing;

namespace AiDesk.Desk.GraphTests.Observing;

/// <summary>drafts.json: a draft, what it may stand on, and what it breaks.</summary>
internal sealed record DraftCase(string Language, string Breaks, string Said, string Facts, IReadOnlyList<string> Tools, string Draft)
{
    public static IReadOnlyList<DraftCase> All { get; } = JsonSerializer.Deserialize<List<DraftCase>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Observing", "drafts.json")), JsonSerializerOptions.Web)!;

    public DraftGrounds Grounds => new(Language, Said, Facts, Tools.ToHashSet(StringComparer.Ordinal));
}
