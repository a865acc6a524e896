using System.Globalization;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph;

/// <summary>
/// Ids of calls, unique in the run. The model's own id stays where it can; some servers name every call alike, and an id is what effects are joined by. A
/// call that comes again under its id with the same content keeps it only once.
/// </summary>
internal static class CallNaming
{
    private const int MaxChars = 64;

    public static IReadOnlyList<ProposedCall> Name(GraphState state, IEnumerable<ProposedCall> calls)
    {
        var taken = state.Calls.Select(call => call.CallId).ToHashSet(StringComparer.Ordinal);
        var named = new List<ProposedCall>();
        foreach (var call in calls)
        {
            var id = Clean(call.CallId);
            if (id.Length == 0 || !taken.Add(id))
            {
                id = string.Create(CultureInfo.InvariantCulture, $"call-{taken.Count + 1}");
                for (var n = 2; !taken.Add(id); n++)
                {
                    id = string.Create(CultureInfo.InvariantCulture, $"call-{taken.Count + n}");
                }
            }

            named.Add(call with { CallId = id, Tool = Clean(call.Tool) is { Length: > 0 } tool ? tool : "unnamed" });
        }

        return named;
    }

    private static string Clean(string text) =>
        string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.').Take(MaxChars));
}
