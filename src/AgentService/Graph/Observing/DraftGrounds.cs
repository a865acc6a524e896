using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>What a draft may stand on.</summary>
/// <param name="Language">The customer's.</param>
/// <param name="Said">All of the conversation.</param>
/// <param name="Facts">What the desk vouches for: tool output as filtered, knowledge, its own earlier messages. What only the customer said is no promise of ours.</param>
/// <param name="DoneTools">Tools that did their work in this run.</param>
internal sealed record DraftGrounds(string Language, string Said, string Facts, IReadOnlySet<string> DoneTools)
{
    // Regular expressions run over it: bounded.
    private const int MostChars = 100_000;

    public static DraftGrounds Of(GraphState state)
    {
        var facts = string.Join('\n', state.Calls.Where(call => call.Text.Length > 0).Select(call => call.Text)
            .Concat(state.Knowledge.Select(hit => hit.Title + "\n" + hit.Text))
            .Concat(state.Input.Messages.Where(message => message.Author is "agent" or "bot").Select(message => message.Text))
            .Append(state.Input.Business));
        var said = string.Join('\n', state.Input.Messages.Select(message => message.Text));
        return new DraftGrounds(
            state.Language, Bound(said), Bound(facts), state.Calls.Where(call => call.Status == ToolStatus.Done).Select(call => call.Tool).ToHashSet(StringComparer.Ordinal));
    }

    private static string Bound(string text) => text.Length > MostChars ? text[..MostChars] : text;
}
