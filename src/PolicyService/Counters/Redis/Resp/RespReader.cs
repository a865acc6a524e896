using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Replies from a stream, through one buffer that grows to the largest reply that is allowed, and no further.</summary>
internal sealed class RespReader(Stream stream)
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _begin;
    private int _end;
    private int _needed;

    /// <summary>Nothing is left that came and was not read.</summary>
    public bool IsEmpty => _begin == _end;

    /// <summary>Waits for more. False at the end of the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FillAsync()
    {
        MakeRoom();
        var read = await stream.ReadAsync(_bytes.AsMemory(_end));
        _end += read;
        return read > 0;
    }

    /// <summary>False when the next reply is not all there.</summary>
    public bool TryRead(out RespReply reply)
    {
        reply = default;
        if (_end - _begin < Math.Max(1, _needed))
        {
            return false;
        }

        var parser = new RespParser(_bytes.AsSpan(_begin, _end - _begin));
        if (!parser.TryRead(out reply))
        {
            _needed = parser.Needed;
            return false;
        }

        _begin += parser.Consumed;
        _needed = 0;
        return true;
    }

    private void MakeRoom()
    {
        if (_begin > 0)
        {
            _bytes.AsSpan(_begin, _end - _begin).CopyTo(_bytes);
            _end -= _begin;
            _begin = 0;
        }

        if (_end == _bytes.Length || _needed > _bytes.Length)
        {
            // A line and the frame come to what the reply itself may have.
            var limit = RespLimits.ReplyBytes + RespLimits.LineBytes;
            if (Math.Max(_end + 1, _needed) > limit)
            {
                throw new RespProtocolException($"a reply is larger than {RespLimits.ReplyBytes} bytes");
            }

            Array.Resize(ref _bytes, Math.Min(limit, Math.Max(_bytes.Length * 2, _needed)));
        }
    }
}
