using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace AiDesk.Agent.Models;

/// <summary>
/// A model behind an endpoint that speaks OpenAI's chat completions, streamed. 429 and 503 are tried again after what Retry-After says, as long as the
/// call's time (its cancellation token) lasts and nothing of the answer has come. Throws <see cref="ClientResultException"/>, <see cref="HttpRequestException"/>,
/// <see cref="ModelAnswerException"/>.
/// </summary>
internal sealed class OpenAiChatClient : IChatClient
{
    // Arguments of all calls of one answer.
    private const int MaxArgumentChars = 64 * 1024;
    private const int MaxCalls = 64;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly ModelEndpoint _endpoint;
    private readonly TimeProvider _clock;
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    public OpenAiChatClient(ModelEndpoint endpoint, TimeProvider clock)
    {
        _endpoint = endpoint;
        _clock = clock;
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint.BaseUrl,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0), // the loop below knows how much time is left
            NetworkTimeout = Timeout.InfiniteTimeSpan,          // so does the caller's token
        };
        _client = new ChatClient(endpoint.Model, new ApiKeyCredential(endpoint.Key), options);
        _metadata = new ChatClientMetadata("openai", endpoint.BaseUrl, endpoint.Model);
    }

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
        var mapped = OpenAiMessages.Map(messages).ToList();
        var settings = OpenAiMessages.Map(options);
        var stream = await OpenAsync(mapped, settings, cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var calls = new CallAssembly(MaxArgumentChars, MaxCalls);
        do
        {
            var update = stream.Current;
            calls.Add(update.ToolCallUpdates);
            var text = string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (text.Length > 0)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = update.Model };
            }

            if (update.Usage is { } usage)
            {
                var details = new UsageDetails { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount };
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(details)]) { ModelId = update.Model };
            }
        }
        while (await MoveAsync(stream).ConfigureAwait(false));

        var asked = calls.Finish();
        if (asked.Count > 0)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, asked) { FinishReason = Microsoft.Extensions.AI.ChatFinishReason.ToolCalls };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held: the package's transport is shared by the process.
    }

    // Opened when the first update is there: until then nothing has been shown to anybody, and the call may be tried again.
    private async Task<IAsyncEnumerator<StreamingChatCompletionUpdate>> OpenAsync(
        List<OpenAI.Chat.ChatMessage> messages, ChatCompletionOptions options, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var stream = _client.CompleteChatStreamingAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                return await MoveAsync(stream).ConfigureAwait(false) ? stream : throw new ModelAnswerException(isEndless: false, "the endpoint's stream is empty");
            }
            catch (ClientResultException fault) when (fault.Status is 429 or 503 && tried < _endpoint.Tries)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                await Task.Delay(PauseAfter(fault, tried), _clock, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    // The package reads the events' JSON as it goes.
    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> stream)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new ModelAnswerException(isEndless: false, "the endpoint's answer is not well-formed", fault);
        }
    }

    private TimeSpan PauseAfter(ClientResultException fault, int tried)
    {
        var pause = FirstPause * Math.Pow(2, tried - 1);
        if (fault.GetRawResponse() is { } response && response.Headers.TryGetValue("Retry-After", out var after) && after is not null)
        {
            if (int.TryParse(after, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds))
            {
                pause = TimeSpan.FromSeconds(seconds);
            }
            else if (DateTimeOffset.TryParse(after, System.Globalization.CultureInfo.InvariantCulture, out var at))
            {
                pause = at - _clock.GetUtcNow();
            }
        }

        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > LongestPause ? LongestPause : pause;
    }
}
