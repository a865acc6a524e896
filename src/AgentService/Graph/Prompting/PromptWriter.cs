using System.Globalization;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Models;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Graph.Prompting;

/// <summary>Prompts from the state. Ids of the desk are in none: what is cited is called h1, k1, t1 in the order in which it stands.</summary>
internal sealed class PromptWriter(GraphLimits limits)
{
    private const int TextChars = 2000;
    private const int ResultChars = 8000;

    public Prompt ForVendor(GraphState state, IReadOnlyList<Tool> offers)
    {
        var untrusted = new List<UntrustedText>();
        untrusted.AddRange(History(state));
        untrusted.AddRange(state.Knowledge.Select((hit, n) => Text("k", n, TextOrigin.Knowledge, hit.Title + "\n" + hit.Text, TextChars + 300)));
        untrusted.AddRange(state.Calls.Select((call, n) => Text("t", n, TextOrigin.Tool, call.Text, ResultChars)));
        return new Prompt
        {
            Node = GraphNames.Vendor,
            Task = TaskTexts.For("reply", state.Input, state.Language),
            Untrusted = untrusted,
            Tools = ToolOffers.Of(offers),
            Rest = cleaned =>
            [
                .. Block("Data to answer from:", Labels(untrusted, "h", "k"), cleaned),
                new ChatMessage(ChatRole.User, state.Customer),
                .. Turns(state, cleaned),
            ],
        };
    }

    /// <summary>The second opinion: the draft and all that it may stand on.</summary>
    public Prompt ForObserver(GraphState state) => About(state, GraphNames.Observer, "review", []);

    public Prompt ForRefiner(GraphState state) => About(state, GraphNames.Refiner, "rewrite", state.Problems);

    private Prompt About(GraphState state, string node, string task, IReadOnlyList<DraftProblem> problems)
    {
        var untrusted = new List<UntrustedText>();
        untrusted.AddRange(History(state));
        untrusted.AddRange(state.Knowledge.Select((hit, n) => Text("k", n, TextOrigin.Knowledge, hit.Title + "\n" + hit.Text, TextChars + 300)));
        untrusted.AddRange(state.Calls.Select((call, n) => Text("t", n, TextOrigin.Tool, call.Text, ResultChars)));

        // The draft is the model's word, and it may repeat what it read.
        untrusted.Add(Text("d", 0, TextOrigin.Tool, state.Draft, TextChars * 2));
        var codes = problems.Select(problem => problem.Code).Distinct(StringComparer.Ordinal);
        return new Prompt
        {
            Node = node,
            Task = TaskTexts.For(task, state.Input, state.Language) + (problems.Count > 0 ? "\nWhat is wrong with the draft: " + string.Join(", ", codes) + "." : ""),
            Untrusted = untrusted,
            Rest = cleaned =>
            [
                .. Block("Data that the draft may stand on:", Labels(untrusted, "h", "k", "t"), cleaned),
                new ChatMessage(ChatRole.User, state.Customer),
                .. Block("The draft:", ["d1"], cleaned),
            ],
        };
    }

    private IEnumerable<UntrustedText> History(GraphState state)
    {
        var before = state.Input.Messages.TakeWhile(message => message.MessageId != state.Input.MessageId).Where(message => message.Text.Length > 0);
        return before.TakeLast(limits.History).Select((message, n) => Text("h", n, TextOrigin.History, $"{message.Author}: {message.Text}", TextChars));
    }

    // An answer that asked for tools, and each result: as the wire of every model wants them.
    private static IEnumerable<ChatMessage> Turns(GraphState state, IReadOnlyDictionary<string, string> cleaned)
    {
        var n = 0;
        foreach (var turn in state.Turns.Where(turn => turn.Calls.Length > 0))
        {
            yield return new ChatMessage(ChatRole.Assistant, [.. turn.Calls.Select(AIContent (call) => ToolArguments.Call(call.CallId, call.Tool, call.Arguments.Length > 0 ? call.Arguments : "{}"))]);
            yield return new ChatMessage(ChatRole.Tool, [.. turn.Calls.Select(AIContent (call) => new FunctionResultContent(call.CallId, cleaned.GetValueOrDefault(Id("t", n++), "")))]);
        }
    }

    private static IEnumerable<ChatMessage> Block(string title, IEnumerable<string> ids, IReadOnlyDictionary<string, string> cleaned)
    {
        var texts = ids.Select(id => cleaned.GetValueOrDefault(id, "")).Where(text => text.Length > 0).ToList();
        if (texts.Count > 0)
        {
            yield return new ChatMessage(ChatRole.User, title + "\n" + string.Join('\n', texts));
        }
    }

    private static List<string> Labels(List<UntrustedText> untrusted, params string[] kinds) =>
        [.. untrusted.Select(text => text.Id).Where(id => kinds.Contains(id[..1], StringComparer.Ordinal))];

    private static string Id(string kind, int n) => kind + (n + 1).ToString(CultureInfo.InvariantCulture);

    private static UntrustedText Text(string kind, int n, TextOrigin origin, string text, int chars) =>
        new() { Id = Id(kind, n), Origin = origin, Text = text.Length > chars ? text[..chars] : text };
}
