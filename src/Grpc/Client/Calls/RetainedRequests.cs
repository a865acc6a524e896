using System.Buffers;

namespace Grpc.Net.Client.Calls;

/// <summary>Keeps what an attempt of a stream has sent, for the next attempt, within the limits of the call and of the channel.</summary>
internal sealed class RetainedRequests(RetryBudget budget, long limit)
{
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte>? _kept = new();

    /// <summary>False once the limit was passed or the call was committed: then no attempt can follow.</summary>
    public bool IsComplete => _kept is not null;

    public ReadOnlyMemory<byte> Kept => _kept?.WrittenMemory ?? default;

    public void Keep(in ReadOnlySequence<byte> requests)
    {
        lock (_gate)
        {
            if (_kept is null)
            {
                return;
            }

            if (_kept.WrittenCount + requests.Length > limit || !budget.TryTake(requests.Length))
            {
                Release();
                return;
            }

            foreach (var segment in requests)
            {
                _kept.Write(segment.Span);
            }
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            budget.Return(_kept?.WrittenCount ?? 0);
            _kept = null;
        }
    }
}
