using AiDesk.Agent.Graph.Observing;

namespace AiDesk.Agent.Graph;

/// <summary>Which passages a reply stands on: those with which it shares a number or three long words. A person sees them beside the draft.</summary>
internal static class Citations
{
    private const int LongWord = 5;
    private const int SharedWords = 3;

    public static IReadOnlyList<Guid> Of(GraphState state, string reply)
    {
        var words = Words(reply);
        var numbers = Figures.Numbers(reply).Select(figure => figure.Value).ToHashSet();
        return
        [
            .. state.Knowledge
                .Where(hit => Words(hit.Text).Count(words.Contains) >= SharedWords || Figures.Numbers(hit.Text).Any(figure => numbers.Contains(figure.Value)))
                .Select(hit => hit.ChunkId).Distinct(),
        ];
    }

    private static HashSet<string> Words(string text) =>
        TextFolding.Words(text).Where(word => word.Length >= LongWord).ToHashSet(StringComparer.Ordinal);
}
