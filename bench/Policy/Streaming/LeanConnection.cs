using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiDesk.Bench.Policy.Streaming;

/// <summary>Takes one answer, without its gRPC prefix.</summary>
internal delegate void AnswerTaker(ReadOnlySpan<byte> answer);

/// <summary>
/// Just enough of HTTP/2 to load a server from one thread with little cost of its own, the same for calls and for messages of a stream: frames go out of one buffer
/// together, and of what comes only gRPC messages and the ends of streams are looked at.
/// </summary>
internal sealed class LeanConnection : IDisposable
{
    private const int FrameHeader = 9;
    private const int Prefix = 5;
    private const int WindowStep = 1 << 28;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _out = new(1 << 16);
    private readonly byte[] _in = new byte[1 << 18];
    private readonly byte[] _message = new byte[1 << 20];
    private readonly byte[] _first;
    private readonly byte[] _following = RequestHeaders.Following();
    private readonly AnswerTaker _take;
    private bool _hasSentHeaders;
    private int _buffered;
    private int _assembled;
    private int _nextStream = 1;
    private int _unacknowledged;

    /// <param name="address">Of the server, http.</param>
    /// <param name="path">Of the RPC.</param>
    /// <param name="bearer">The token.</param>
    /// <param name="take">Called with each answer.</param>
    public LeanConnection(Uri address, string path, string bearer, AnswerTaker take)
    {
        _take = take;
        _first = RequestHeaders.First(path, address.Authority, bearer);
        _socket.Connect(IPAddress.Loopback, address.Port);
        _out.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Frame(type: 4, flags: 0, stream: 0, [0, 4, 0x7F, 0xFF, 0xFF, 0xFF]); // INITIAL_WINDOW_SIZE
        Frame(type: 8, flags: 0, stream: 0, [0x7F, 0x00, 0x00, 0x00]);
        Send();
    }

    public int Open()
    {
        var stream = _nextStream;
        _nextStream += 2;
        Frame(type: 1, flags: 4, stream, _hasSentHeaders ? _following : _first);
        _hasSentHeaders = true;
        return stream;
    }

    /// <summary>Frames that are complete with their gRPC prefixes; sent with <see cref="Send"/>.</summary>
    public void Data(int stream, ReadOnlySpan<byte> messages, bool end) => Frame(type: 0, flags: (byte)(end ? 1 : 0), stream, messages);

    public void Send()
    {
        var rest = _out.WrittenSpan;
        while (!rest.IsEmpty)
        {
            rest = rest[_socket.Send(rest)..];
        }

        _out.ResetWrittenCount();
    }

    /// <summary>Waits for bytes and hands on the answers in them.</summary>
    /// <returns>How many streams ended.</returns>
    public int Receive()
    {
        var read = _socket.Receive(_in.AsSpan(_buffered));
        if (read == 0)
        {
            throw new IOException("The server closed the connection.");
        }

        _buffered += read;
        int ended = 0, position = 0;
        while (_buffered - position >= FrameHeader)
        {
            var header = _in.AsSpan(position, FrameHeader);
            var length = (header[0] << 16) | (header[1] << 8) | header[2];
            if (_buffered - position - FrameHeader < length)
            {
                break;
            }

            ended += Handle(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header[5..]), _in.AsSpan(position + FrameHeader, length));
            position += FrameHeader + length;
        }

        _in.AsSpan(position, _buffered - position).CopyTo(_in);
        _buffered -= position;
        return ended;
    }

    public void Dispose() => _socket.Dispose();

    private int Handle(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case 0:
                Assemble(payload);
                Acknowledge(stream, payload.Length, (flags & 1) != 0);
                return flags & 1;
            case 1:
                return flags & 1;
            case 3 or 7:
                throw new IOException($"The server sent {(type == 3 ? "RST_STREAM" : "GOAWAY")}.");
            case 4 when (flags & 1) == 0:
                Frame(type: 4, flags: 1, stream: 0, []);
                return 0;
            case 6 when (flags & 1) == 0:
                Frame(type: 6, flags: 1, stream: 0, payload);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Messages are cut over frames; those of one stream at a time, as all of a call's is one frame here.</summary>
    private void Assemble(ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_message.AsSpan(_assembled));
        _assembled += payload.Length;
        var at = 0;
        while (_assembled - at >= Prefix)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(_message.AsSpan(at + 1));
            if (_assembled - at - Prefix < length)
            {
                break;
            }

            _take(_message.AsSpan(at + Prefix, length));
            at += Prefix + length;
        }

        _message.AsSpan(at, _assembled - at).CopyTo(_message);
        _assembled -= at;
    }

    private void Acknowledge(int stream, int bytes, bool ended)
    {
        _unacknowledged += bytes;
        if (_unacknowledged > WindowStep)
        {
            Span<byte> update = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(update, _unacknowledged);
            Frame(type: 8, flags: 0, stream: 0, update);
            if (!ended)
            {
                Frame(type: 8, flags: 0, stream, update);
            }

            _unacknowledged = 0;
        }
    }

    private void Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var span = _out.GetSpan(FrameHeader + payload.Length);
        span[0] = (byte)(payload.Length >> 16);
        span[1] = (byte)(payload.Length >> 8);
        span[2] = (byte)payload.Length;
        span[3] = type;
        span[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(span[5..], stream);
        payload.CopyTo(span[FrameHeader..]);
        _out.Advance(FrameHeader + payload.Length);
    }
}
