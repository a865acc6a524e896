using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Tests.Chat;

/// <summary>A model that gives one prepared answer after the other, whole or in pieces, and keeps what it was asked.</summary>
internal sealed class ScriptedModel(params AIContent[][] answers) : IChatClient
{
    private int _answered;

    public List<(List<ChatMessage> Messages, ChatOptions? Options)> Asked { get; } = [];

    /// <summary>Thrown instead of answering.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Runs before it answers.</summary>
    public Func<Task>? OnAsked { get; init; }

    /// <summary>What it tells of its tokens; null tells nothing.</summary>
    public long? Tokens { get; init; } = 42;

    public static AIContent[] Says(string text) => [new TextContent(text)];

    public static AIContent[] Calls(string tool, object? arguments, string callId = "c1")
        => [new FunctionCallContent(callId, tool, arguments?.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(arguments), StringComparer.Ordinal))];

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var contents = await NextAsync(messages, options);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = Tokens is null ? null : new UsageDetails { TotalTokenCount = Tokens },
            RawRepresentation = "raw",
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var content in await NextAsync(messages, options))
        {
            foreach (var piece in Cut(content))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return new ChatResponseUpdate(ChatRole.Assistant, [piece]) { MessageId = "m1", RawRepresentation = "raw" };
            }
        }

        if (Tokens is { } tokens)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { TotalTokenCount = tokens })]) { MessageId = "m1" };
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop, MessageId = "m1" };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(defaultModelId: "scripted") : null;

    public void Dispose()
    {
    }

    private async Task<AIContent[]> NextAsync(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Asked.Add(([.. messages], options));
        await (OnAsked?.Invoke() ?? Task.CompletedTask);
        return Fault is null ? answers[_answered++] : throw Fault;
    }

    private static IEnumerable<AIContent> Cut(AIContent content)
    {
        var text = content switch { TextContent said => said.Text, TextReasoningContent thought => thought.Text, _ => null };
        if (text is null)
        {
            return [content];
        }

        return text.Chunk(20).Select(piece => (AIContent)(content is TextContent ? new TextContent(new string(piece)) : new TextReasoningContent(new string(piece))));
    }
}
