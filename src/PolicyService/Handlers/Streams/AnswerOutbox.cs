using Grpc.Core;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>An answer that is to be written.</summary>
/// <param name="Response">It.</param>
/// <param name="Bytes">What its check holds until it is written.</param>
internal readonly record struct ReadyAnswer(Wire.CheckStreamResponse Response, int Bytes);

/// <summary>
/// Answers on their way out, in the order in which they were posted, from any thread. Nobody waits for a turn: whoever comes while another writes leaves what it has to that one, and what is there
/// together leaves in one flush. While the caller takes nothing they stay here: no more of them than checks may be in flight.
/// </summary>
/// <param name="responses">The stream's.</param>
/// <param name="gone">Told how many were written, or will never be, and what their checks held.</param>
/// <param name="failed">Told once why nothing can be written any more.</param>
/// <param name="call">Cancelled when nobody is there to read.</param>
internal sealed class AnswerOutbox(IServerStreamWriter<Wire.CheckStreamResponse> responses, Action<int, long> gone, Action<Exception> failed, CancellationToken call)
{
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly Lock _gate = new();
    private List<ReadyAnswer> _posted = [];
    private List<ReadyAnswer> _leaving = [];
    private bool _isWriting;
    private bool _isBroken;

    public void Post(ReadOnlySpan<ReadyAnswer> answers)
    {
        lock (_gate)
        {
            foreach (var answer in answers)
            {
                _posted.Add(answer);
            }

            if (_isWriting || _posted.Count == 0)
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteAllAsync();
    }

    private async Task WriteAllAsync()
    {
        while (TakePosted())
        {
            try
            {
                for (var i = 0; i < _leaving.Count && !_isBroken; i++)
                {
                    responses.WriteOptions = i + 1 < _leaving.Count ? MoreFollows : null;
                    await WriteOrSayWhyNotAsync(_leaving[i].Response);
                }
            }
            catch (Exception fault)
            {
                _isBroken = true;
                failed(fault);
            }

            long bytes = 0;
            foreach (var answer in _leaving)
            {
                bytes += answer.Bytes;
            }

            gone(_leaving.Count, bytes);
            _leaving.Clear();
        }
    }

    private bool TakePosted()
    {
        lock (_gate)
        {
            (_posted, _leaving) = (_leaving, _posted);
            return _isWriting = _leaving.Count > 0;
        }
    }

    private Task WriteOrSayWhyNotAsync(Wire.CheckStreamResponse response)
    {
        try
        {
            return responses.WriteAsync(response, call);
        }
        catch (RpcException tooLarge) when (tooLarge.StatusCode == StatusCode.ResourceExhausted)
        {
            // Nothing of it was written, and its RPC would have ended so.
            return responses.WriteAsync(CheckErrors.Answer(response.CorrelationId, tooLarge), call);
        }
    }
}
