using AiDesk.Client.Calls;
using AiDesk.Client.Streams;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Client;

/// <summary>
/// A reply on its way through the policy. Iterate over it, once, for the text that may be sent; all of it together is the reply. Then <see cref="Decision"/> says what was
/// decided on the whole: unless it allows, what was sent is only the beginning, and something has to be said instead of the rest. Iterating throws a
/// <see cref="PolicyException"/> when there is no decision; then nothing more may be sent either.
/// </summary>
public sealed class ReplyStream : IAsyncEnumerable<string>
{
    private readonly UnaryCalls _calls;
    private readonly CheckOutputStreamOpen _open;
    private readonly IAsyncEnumerable<string> _parts;
    private readonly CallSettings? _settings;
    private int _begun;
    private volatile bool _stopped;

    internal ReplyStream(UnaryCalls calls, CheckOutputStreamOpen open, IAsyncEnumerable<string> parts, CallSettings? settings)
    {
        _calls = calls;
        _open = open;
        _parts = parts;
        _settings = settings;
    }

    /// <summary>The decision on the whole; null until the iteration has ended.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>How it is released: as it comes, by sentences, or all at the end; UNSPECIFIED until the service has said so.</summary>
    public ReleasePace Pace { get; private set; }

    /// <summary>Nothing more of this reply will be released before its end, for something was found: its writer can be stopped.</summary>
    public bool Stopped => _stopped;

    public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new InvalidOperationException("A reply is streamed once.");
        }

        await using var call = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (call is null)
        {
            var text = await CheckWholeAsync(cancellationToken).ConfigureAwait(false);
            if (text.Length > 0)
            {
                yield return text;
            }

            yield break;
        }

        while (await call.NextAsync().ConfigureAwait(false) is { } answer)
        {
            _stopped |= answer.Stopped;
            if (answer.Text.Length > 0)
            {
                yield return answer.Text;
            }
        }

        Decision = call.Decision;
    }

    /// <summary>The stream that the service has taken; null when the service is from before CheckOutputStream.</summary>
    private async Task<StreamedCheck?> OpenAsync(CancellationToken cancellationToken)
    {
        var limit = _calls.Channel.DeadlineOf(_settings);
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            _calls.ThrowIfOver(StreamedCheck.Rpc, cancellationToken);
            var token = await _calls.TokenAsync(StreamedCheck.Rpc, attempt, DateTime.UtcNow + limit, limit, cancellationToken).ConfigureAwait(false);
            var call = new StreamedCheck(_calls, token, attempt, limit, cancellationToken);
            try
            {
                Pace = await call.OpenAsync(_open, _parts, () => _stopped).ConfigureAwait(false);
                return call;
            }
            catch (RpcException fault)
            {
                try
                {
                    if (fault.StatusCode == StatusCode.Unimplemented)
                    {
                        return null;
                    }

                    // Refused before it was answered, and so before anything was read from the source.
                    if (!_calls.MayRenew(fault, ref renewed))
                    {
                        throw call.Error(fault);
                    }

                    _calls.Reject(token);
                }
                finally
                {
                    await call.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>For a service without CheckOutputStream: all of the reply is held back until it was judged as a whole.</summary>
    private async Task<string> CheckWholeAsync(CancellationToken cancellationToken)
    {
        Pace = ReleasePace.Buffer;
        var whole = new System.Text.StringBuilder();
        await foreach (var part in _parts.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // What is too long for one question is refused before it is written to its end.
            if (whole.Length + part.Length > PolicyChannel.MessageLimit)
            {
                var fault = new RpcException(new Status(StatusCode.ResourceExhausted, "The reply is too long for one message, and the service takes no streams."));
                throw _calls.Channel.Error(fault, "CheckOutput", attempts: 0, _calls.Channel.DeadlineOf(_settings));
            }

            whole.Append(part);
        }

        var text = whole.ToString();
        var request = new CheckOutputRequest { Context = _open.Context, RequestId = _open.RequestId, Author = _open.Author, Channel = _open.Channel, Text = text };
        var answer = await _calls.AskAsync(Rpcs.CheckOutput, request, _settings, cancellationToken).ConfigureAwait(false);
        Decision = answer.Decision ?? new Decision();
        return answer.Sendable(text) ?? "";
    }
}
