using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiDesk.Bench.Transport;

/// <summary>
/// Just enough of an HTTP/2 client to load a server with little cost of its own: it builds frames in one buffer, sends them together,
/// and looks at nothing in the answers but the ends of streams and the sizes of data.
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    private const int FrameHeader = 9;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _out = new(1 << 16);
    private readonly byte[] _in = new byte[1 << 18];
    private readonly byte[] _first;
    private readonly byte[] _following = HeaderBlock.Following();
    private bool _hasSentHeaders;
    private int _buffered;
    private int _nextStream = 1;
    private long _unacknowledged;

    public Http2Connection(int port, string path)
    {
        _first = HeaderBlock.First(path, $"127.0.0.1:{port}");
        _socket.Connect(IPAddress.Loopback, port);
        _out.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Frame(type: 4, flags: 0, stream: 0, [0, 4, 0x7F, 0xFF, 0xFF, 0xFF]); // INITIAL_WINDOW_SIZE
        Frame(type: 8, flags: 0, stream: 0, [0x7F, 0x00, 0x00, 0x00]);
        Send();
    }

    public int OpenStream(ReadOnlySpan<byte> body, bool end)
    {
        var stream = _nextStream;
        _nextStream += 2;
        Frame(type: 1, flags: 4, stream, _hasSentHeaders ? _following : _first);
        _hasSentHeaders = true;
        Data(stream, body, end);
        return stream;
    }

    public void Data(int stream, ReadOnlySpan<byte> body, bool end) => Frame(type: 0, flags: (byte)(end ? 1 : 0), stream, body);

    public void Send()
    {
        var rest = _out.WrittenSpan;
        while (!rest.IsEmpty)
        {
            rest = rest[_socket.Send(rest)..];
        }

        _out.ResetWrittenCount();
    }

    /// <summary>Waits for bytes and returns how many streams ended in them and how much data they carried.</summary>
    public (int Ended, int DataBytes) Receive()
    {
        var read = _socket.Receive(_in.AsSpan(_buffered));
        if (read == 0)
        {
            throw new IOException("The server closed the connection.");
        }

        _buffered += read;
        int ended = 0, data = 0, position = 0;
        while (_buffered - position >= FrameHeader)
        {
            var header = _in.AsSpan(position);
            var length = (header[0] << 16) | (header[1] << 8) | header[2];
            if (_buffered - position - FrameHeader < length)
            {
                break;
            }

            Handle(header[3], header[4], length, ref ended, ref data);
            position += FrameHeader + length;
        }

        _in.AsSpan(position, _buffered - position).CopyTo(_in);
        _buffered -= position;
        return (ended, data);
    }

    public void Dispose() => _socket.Dispose();

    private void Handle(byte type, byte flags, int length, ref int ended, ref int data)
    {
        switch (type)
        {
            case 0:
                data += length;
                _unacknowledged += length;
                if (_unacknowledged > 1 << 28)
                {
                    Span<byte> update = stackalloc byte[4];
                    BinaryPrimitives.WriteUInt32BigEndian(update, (uint)_unacknowledged);
                    Frame(type: 8, flags: 0, stream: 0, update);
                    _unacknowledged = 0;
                }

                ended += flags & 1;
                break;
            case 1:
                ended += flags & 1;
                break;
            case 3 or 7:
                throw new IOException($"The server sent {(type == 3 ? "RST_STREAM" : "GOAWAY")}.");
            case 4 when (flags & 1) == 0:
                Frame(type: 4, flags: 1, stream: 0, []);
                break;
            case 6 when (flags & 1) == 0:
                Frame(type: 6, flags: 1, stream: 0, new byte[8]);
                break;
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
