using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Models;

/// <summary>
/// A model that does all that a model must not: it obeys injections, calls forbidden tools, leaks what it reads and makes up, does not end, and writes what
/// is no JSON. It shows the policy holding whatever a model says. Plays one of the behaviours of Models/Scripts/adversarial.json.
/// </summary>
/// <param name="behaviour">What it does.</param>
/// <param name="places">Values for {places} of the behaviour, as a tool's name and arguments.</param>
internal sealed class AdversarialChatClient(AdversarialBehaviour behaviour, IReadOnlyDictionary<string, string> places) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("aidesk", defaultModelId: "adversarial-" + behaviour.Name);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var view = new ScriptView(messages, options);
        var turn = behaviour.Turns[Math.Min(view.Turns, behaviour.Turns.Count - 1)];
        if (turn.Fault == "hang")
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }

        if (turn.Fault == "throw")
        {
            throw new HttpRequestException("connection refused");
        }

        for (var n = 0; n < turn.Repeat; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (turn.Text.Length > 0)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, Fill(turn.Text, view, n));
            }

            foreach (var call in turn.Calls)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [ToolArguments.Call(Fill(call.Id, view, n), Fill(call.Tool, view, n), Fill(call.Arguments, view, n))]);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private string Fill(string text, ScriptView view, int n)
    {
        var filled = text
            .Replace("{everything}", Everything(view), StringComparison.Ordinal)
            .Replace("{customer}", view.Customer, StringComparison.Ordinal)
            .Replace("{results}", string.Join(' ', view.Results.Values), StringComparison.Ordinal)
            .Replace("{turn}", view.Turns.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{n}", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{secret}", "sk-" + "proj-" + string.Concat(Enumerable.Repeat("Ab1Cd2Ef", 5)), StringComparison.Ordinal);
        return places.Aggregate(filled, (done, place) => done.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal));
    }

    private static string Everything(ScriptView view) => string.Join('\n', view.Messages.Select(message => message.Text)) + "\n" + string.Join('\n', view.Results.Values);
}
