using System.Collections.Concurrent;
using System.Threading.Channels;
using AiDesk.CommandLine.Load.Asking;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Load.Running;

/// <summary>One CheckStream, with those who wait for an answer on it. What is asked at one time leaves together.</summary>
internal sealed class OpenStream
{
    /// <summary>Checks that are written before they are sent.</summary>
    private const int Batch = 64;

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly AsyncDuplexStreamingCall<CheckStreamRequest, CheckStreamResponse> _call;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CallAnswer>> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<CheckStreamRequest> _asked = Channel.CreateUnbounded<CheckStreamRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _running;
    private volatile string? _end;

    public OpenStream(AsyncDuplexStreamingCall<CheckStreamRequest, CheckStreamResponse> call)
    {
        _call = call;
        _running = Task.WhenAll(WriteAsync(), ReadAsync());
    }

    public bool HasEnded => _end is not null;

    public Task<CallAnswer> AskAsync(CheckStreamRequest request)
    {
        var answer = new TaskCompletionSource<CallAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[request.CorrelationId] = answer;
        _asked.Writer.TryWrite(request);

        // It may have ended since, and nobody looks through those who wait a second time.
        if (_end is { } end && _waiting.TryRemove(request.CorrelationId, out _))
        {
            answer.TrySetResult(CallAnswer.Failed(end));
        }

        return answer.Task;
    }

    /// <summary>Nobody waits for this one any more.</summary>
    public void Forget(string correlationId) => _waiting.TryRemove(correlationId, out _);

    /// <summary>Closes it, and waits so long for the service to close its side.</summary>
    public async Task CloseAsync(TimeSpan timeout)
    {
        _asked.Writer.TryComplete();
        await _running.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _call.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            var requests = _call.RequestStream;
            while (await _asked.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                for (var written = 1; _asked.Reader.TryRead(out var request); written++)
                {
                    requests.WriteOptions = _asked.Reader.TryPeek(out _) && written % Batch != 0 ? MoreFollows : null;
                    await requests.WriteAsync(request).ConfigureAwait(false);
                }
            }

            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The stream has ended: what it ended with is read.
        }
    }

    private async Task ReadAsync()
    {
        var end = nameof(StatusCode.Unavailable);
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                var response = _call.ResponseStream.Current;
                if (_waiting.TryRemove(response.CorrelationId, out var answer))
                {
                    answer.TrySetResult(AnswerOf(response));
                }
            }
        }
        catch (RpcException fault)
        {
            end = fault.StatusCode.ToString();
        }

        _end = end;
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var answer))
            {
                answer.TrySetResult(CallAnswer.Failed(end));
            }
        }
    }

    private static CallAnswer AnswerOf(CheckStreamResponse response) => response.ResultCase switch
    {
        CheckStreamResponse.ResultOneofCase.CheckInput => CallAnswer.Of(response.CheckInput.Decision),
        CheckStreamResponse.ResultOneofCase.CheckToolCall => CallAnswer.Of(response.CheckToolCall.Decision),
        CheckStreamResponse.ResultOneofCase.FilterToolOutput => CallAnswer.Of(response.FilterToolOutput.Decision),
        CheckStreamResponse.ResultOneofCase.CheckOutput => CallAnswer.Of(response.CheckOutput.Decision),
        _ => CallAnswer.Failed(((StatusCode)response.Error.Code).ToString()),
    };
}
