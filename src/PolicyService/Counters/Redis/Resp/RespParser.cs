using System.Buffers.Text;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Reads replies (RESP2) from bytes that came so far. Every length is checked before it is believed.</summary>
internal ref struct RespParser(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Bytes of the reply that was read.</summary>
    public readonly int Consumed => _at;

    /// <summary>At least so many bytes are needed before it is worth another try.</summary>
    public int Needed { get; private set; }

    /// <summary>False when the reply is not all there. Throws <see cref="RespProtocolException"/> when it can never become one.</summary>
    public bool TryRead(out RespReply reply) => TryRead(1, out reply);

    private bool TryRead(int depth, out RespReply reply)
    {
        reply = default;
        if (!TryReadLine(out var line))
        {
            return false;
        }

        switch (line[0])
        {
            case (byte)'+':
                reply = RespReply.Of(RespKind.Simple, line[1..]);
                return true;
            case (byte)'-':
                reply = RespReply.Of(RespKind.Error, line[1..]);
                return true;
            case (byte)':':
                reply = RespReply.Of(Number(line));
                return true;
            case (byte)'$':
                return TryReadBulk(Length(line), out reply);
            case (byte)'*':
                return TryReadArray(Length(line), depth, out reply);
            default:
                throw new RespProtocolException("what it answers is not the Redis protocol");
        }
    }

    private bool TryReadBulk(int length, out RespReply reply)
    {
        reply = RespReply.Null;
        if (length < 0)
        {
            return true;
        }

        var end = _at + length;
        if (_bytes.Length < end + 2)
        {
            Needed = end + 2;
            return false;
        }

        if (_bytes[end] != (byte)'\r' || _bytes[end + 1] != (byte)'\n')
        {
            throw new RespProtocolException("a reply is longer than it says");
        }

        reply = RespReply.Of(RespKind.Bulk, _bytes.Slice(_at, length));
        _at = end + 2;
        return true;
    }

    private bool TryReadArray(int count, int depth, out RespReply reply)
    {
        reply = RespReply.Null;
        if (count < 0)
        {
            return true;
        }

        if (depth > RespLimits.Depth)
        {
            throw new RespProtocolException($"a reply is nested deeper than {RespLimits.Depth}");
        }

        // An item has three bytes at least: what has not come cannot make us take memory for it.
        if (_bytes.Length - _at < 3L * count)
        {
            Needed = (int)Math.Min(RespLimits.ReplyBytes + 1L, _at + (3L * count));
            return false;
        }

        var items = new RespReply[count];
        for (var i = 0; i < count; i++)
        {
            if (!TryRead(depth + 1, out items[i]))
            {
                return false;
            }
        }

        reply = RespReply.Of(items);
        return true;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var rest = _bytes[_at..];
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0)
        {
            if (rest.Length > RespLimits.LineBytes)
            {
                throw new RespProtocolException($"a line is longer than {RespLimits.LineBytes} bytes");
            }

            if (rest.Length > 0 && !"+-:$*"u8.Contains(rest[0]))
            {
                throw new RespProtocolException("what it answers is not the Redis protocol");
            }

            Needed = _bytes.Length + 1;
            line = default;
            return false;
        }

        if (end is 0 or > RespLimits.LineBytes)
        {
            throw new RespProtocolException(end == 0 ? "a line is empty" : $"a line is longer than {RespLimits.LineBytes} bytes");
        }

        line = rest[..end];
        _at += end + 2;
        return true;
    }

    private static int Length(ReadOnlySpan<byte> line)
    {
        var length = Number(line);
        return length is >= -1 and <= RespLimits.ReplyBytes ? (int)length : throw new RespProtocolException($"a reply is larger than {RespLimits.ReplyBytes} bytes");
    }

    private static long Number(ReadOnlySpan<byte> line) => Utf8Parser.TryParse(line[1..], out long number, out var used) && used == line.Length - 1
        ? number
        : throw new RespProtocolException("a number is none");
}

/// <summary>The server does not speak as it must: somebody else's, or broken. The connection cannot be used further.</summary>
internal sealed class RespProtocolException(string detail) : Exception(detail);
