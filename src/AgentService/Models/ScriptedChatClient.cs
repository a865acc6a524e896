using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Models;

/// <summary>A model that follows a script: for trying, tests and the demo. It asks nobody and is the same every time.</summary>
internal sealed class ScriptedChatClient(ModelScript script) : IChatClient
{
    private const int CharsPerToken = 4;

    private readonly ChatClientMetadata _metadata = new("aidesk", defaultModelId: script.Name);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var view = new ScriptView(messages, options);
        var contents = ScriptedAnswer.To(script, view).ToList();
        var output = contents.Sum(content => content switch { TextContent text => text.Text.Length, FunctionCallContent call => call.Name.Length + ToolArguments.TextOf(call).Length, _ => 0 });
        contents.Add(new UsageContent(new UsageDetails { InputTokenCount = (view.Messages.Sum(message => message.Text.Length) / CharsPerToken) + 1, OutputTokenCount = (output / CharsPerToken) + 1 }));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, contents)) { ModelId = script.Name });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var content in response.Messages[0].Contents)
        {
            // Words one by one, as models stream.
            if (content is TextContent text)
            {
                foreach (var word in Words(text.Text))
                {
                    yield return new ChatResponseUpdate(ChatRole.Assistant, word) { ModelId = script.Name };
                }
            }
            else
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ModelId = script.Name };
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text)
        {
            word.Append(c);
            if (c == ' ')
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
