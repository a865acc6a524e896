using System.Collections.Concurrent;
using AiDesk.Agent.Models;
using Microsoft.Extensions.AI;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>Keeps every prompt that a model was given.</summary>
internal sealed class RecordingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public ConcurrentQueue<IReadOnlyList<ChatMessage>> Prompts { get; } = new();

    public IEnumerable<string> Texts => Prompts.Select(prompt => string.Join("\n", prompt.Select(TextOf)));

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = messages.ToList();
        Prompts.Enqueue(prompt);
        return base.GetStreamingResponseAsync(prompt, options, cancellationToken);
    }

    /// <summary>All that a model reads of a message.</summary>
    public static string TextOf(ChatMessage message) => message.Text + string.Join("\n", message.Contents.Select(content => content switch
    {
        FunctionCallContent call => call.Name + " " + ToolArguments.TextOf(call),
        FunctionResultContent result => result.Result?.ToString(),
        _ => "",
    }));
}
