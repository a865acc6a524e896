using AiDesk.Client.Calls;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Client.Streams;

/// <summary>One CheckOutputStream: parts in, released text out. The deadline counts for the opening, and again from the last part on; between, a model may think.</summary>
internal sealed class StreamedCheck : IAsyncDisposable
{
    public const string Rpc = "CheckOutputStream";

    /// <summary>Most UTF-16 units that the service takes in one message.</summary>
    private const int LongestPart = 65_536;

    /// <summary>A model may think for longer than the 60 seconds that the service waits between two messages: it is told so often that the reply goes on.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    private readonly UnaryCalls _calls;
    private readonly int _attempt;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _over;
    private readonly AsyncDuplexStreamingCall<CheckOutputStreamRequest, CheckOutputStreamResponse> _call;
    private CheckOutputStreamResponse? _first;
    private Task _feeding = Task.CompletedTask;
    private Exception? _sourceFault;
    private volatile bool _timed;

    public StreamedCheck(UnaryCalls calls, string token, int attempt, TimeSpan limit, CancellationToken caller)
    {
        _calls = calls;
        _attempt = attempt;
        _limit = limit;
        _caller = caller;
        _over = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Allow();
        _call = calls.Channel.Stub.CheckOutputStream(new CallOptions(TraceHeaders.Of(token), cancellationToken: _over.Token));
    }

    /// <summary>On the whole; null before the end.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>
    /// Opens the stream, and reads from <paramref name="parts"/> once the service has taken it, until <paramref name="isStopped"/>: nothing more will be released then. Throws
    /// the call's own RpcException.
    /// </summary>
    public async Task<ReleasePace> OpenAsync(CheckOutputStreamOpen open, IAsyncEnumerable<string> parts, Func<bool> isStopped)
    {
        try
        {
            await _call.RequestStream.WriteAsync(new CheckOutputStreamRequest { Open = open }, _over.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or InvalidOperationException or RpcException)
        {
            // The answer says why.
        }

        if (!await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            throw new RpcException(new Status(StatusCode.Internal, "The stream ended without an answer."));
        }

        _first = _call.ResponseStream.Current;
        _timed = false;
        _over.CancelAfter(Timeout.InfiniteTimeSpan);
        _feeding = FeedAsync(parts, isStopped);
        return _first.Pace;
    }

    /// <summary>The next answer; null at the end, behind the decision.</summary>
    public async Task<CheckOutputStreamResponse?> NextAsync()
    {
        if (_first is { } first)
        {
            _first = null;
            return Keep(first);
        }

        try
        {
            if (await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                return Keep(_call.ResponseStream.Current);
            }

            if (Decision is null)
            {
                throw new RpcException(new Status(StatusCode.Internal, "The stream ended without a decision."));
            }

            return null;
        }
        catch (RpcException fault)
        {
            // Where the writer of the reply failed, that is what ended it.
            _calls.ThrowIfOver(Rpc, _caller);
            if (Volatile.Read(ref _sourceFault) is { } source)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(source);
            }

            throw Error(fault);
        }
    }

    /// <summary>What a failure of this call means for the caller.</summary>
    public Exception Error(RpcException fault)
    {
        _calls.ThrowIfOver(Rpc, _caller);
        return _timed && _over.IsCancellationRequested
            ? _calls.Channel.Error(new RpcException(new Status(StatusCode.DeadlineExceeded, "late")), Rpc, _attempt, _limit)
            : _calls.Channel.Error(fault, Rpc, _attempt, _limit);
    }

    /// <summary>Ends the call. A writer of the reply that takes its time does not hold up the reader.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        _call.Dispose();
        _ = _feeding.ContinueWith(static (_, over) => ((CancellationTokenSource)over!).Dispose(), _over, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private CheckOutputStreamResponse Keep(CheckOutputStreamResponse answer)
    {
        Decision ??= answer.Decision;
        return answer;
    }

    private void Allow()
    {
        _timed = true;
        _over.CancelAfter(_limit);
    }

    private async Task FeedAsync(IAsyncEnumerable<string> parts, Func<bool> isStopped)
    {
        try
        {
            var text = new TextParts(parts, LongestPart);
            await using (text.ConfigureAwait(false))
            {
                while (!isStopped() && await NextPartAsync(text).ConfigureAwait(false) is { } part)
                {
                    await SendAsync(new CheckOutputStreamRequest { Text = part }).ConfigureAwait(false);
                }
            }

            Allow();
            await SendAsync(new CheckOutputStreamRequest { End = new CheckOutputStreamEnd() }).ConfigureAwait(false);
            await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (StreamOverException)
        {
            // The reader learns it from the answers.
        }
        catch (Exception fault)
        {
            Volatile.Write(ref _sourceFault, fault);
            await _over.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The next part of the source; the service is told from time to time that there is none yet.</summary>
    private async Task<string?> NextPartAsync(TextParts text)
    {
        var next = text.NextAsync(_over.Token).AsTask();
        while (!next.IsCompleted)
        {
            await ((Task)next).WaitAsync(Idle, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_over.IsCancellationRequested)
            {
                // Whoever is read from must have come back before it can be disposed of.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new StreamOverException();
            }

            if (!next.IsCompleted)
            {
                await SendAsync(new CheckOutputStreamRequest { Text = "" }).ConfigureAwait(false);
            }
        }

        return await next.ConfigureAwait(false);
    }

    private async Task SendAsync(CheckOutputStreamRequest message)
    {
        try
        {
            await _call.RequestStream.WriteAsync(message, _over.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or InvalidOperationException or RpcException)
        {
            throw new StreamOverException();
        }
    }

    /// <summary>The call has ended while the reply was still being written.</summary>
    private sealed class StreamOverException : Exception;
}
