using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>What the model says of a draft. An opinion that cannot be read is one against it.</summary>
internal static class SecondOpinion
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        DraftProblems.Number, DraftProblems.Price, DraftProblems.Date, DraftProblems.Id, DraftProblems.Link, DraftProblems.Promise, DraftProblems.Language, DraftProblems.Tone, DraftProblems.Claim,
    };

    public static IReadOnlyList<DraftProblem> Read(string answer)
    {
        var (from, to) = (answer.IndexOf('{', StringComparison.Ordinal), answer.LastIndexOf('}'));
        try
        {
            if (from >= 0 && to > from && JsonNode.Parse(answer[from..(to + 1)])?["problems"] is JsonArray problems)
            {
                return [.. problems.Take(20).Select(problem => problem?.ToString() ?? "").Select(name => new DraftProblem(Known.Contains(name) ? name : DraftProblems.Claim, "second opinion")).Distinct()];
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // Falls through: it said nothing that can be read.
        }

        return [new DraftProblem(DraftProblems.Claim, "second opinion")];
    }
}
