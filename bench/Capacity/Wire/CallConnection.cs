using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiDesk.Bench.Capacity.Wire;

/// <summary>
/// Just enough of an HTTP/2 client to ask more than a service can answer, at a small part of its cost: frames are put together in one buffer and sent without waiting; of an answer only its end
/// is looked at, and whether there was a message in it; one in some thousands is read. One thread uses it.
/// </summary>
internal sealed class CallConnection : IDisposable
{
    private const int FrameHeader = 9;
    private const int MaxConcurrentStreams = 3;

    /// <summary>Even, as every other number is a stream.</summary>
    private const int SampledEvery = 8192;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _in = new byte[1 << 18];
    private readonly byte[] _first;
    private readonly byte[] _following = HeaderBlock.Following();
    private readonly Dictionary<int, PendingCall> _calls = [];
    private readonly SampledAnswer _sampled;
    private byte[] _out = new byte[1 << 20];
    private int _from;
    private int _to;
    private int _buffered;
    private int _nextStream = 1;
    private int _unacknowledged;

    /// <param name="server">Where it listens.</param>
    /// <param name="path">Of the RPC.</param>
    /// <param name="token">Of the tenant.</param>
    /// <param name="sampled">Given an answer now and then, as a gRPC message with its prefix.</param>
    public CallConnection(IPEndPoint server, string path, string token, SampledAnswer sampled)
    {
        _sampled = sampled;
        _first = HeaderBlock.First(path, server.ToString(), token);
        _socket.Connect(server);
        _socket.Blocking = false;
        Put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Frame(type: 4, flags: 0, stream: 0, [0, 4, 0x7F, 0xFF, 0xFF, 0xFF]); // INITIAL_WINDOW_SIZE
        Frame(type: 8, flags: 0, stream: 0, [0x7F, 0x00, 0x00, 0x00]);
    }

    /// <summary>How many calls the server takes at once; known after its first frame.</summary>
    public int Room { get; private set; } = 1;

    public int InFlight => _calls.Count;

    /// <param name="message">A gRPC message with its prefix.</param>
    /// <param name="intended">When it was to be made, in ticks of the stopwatch.</param>
    /// <param name="now">When it is made.</param>
    public void Call(ReadOnlySpan<byte> message, long intended, long now)
    {
        var stream = _nextStream;
        _nextStream += 2;
        Frame(type: 1, flags: 4, stream, stream == 1 ? _first : _following);
        Frame(type: 0, flags: 1, stream, message);
        _calls.Add(stream, new PendingCall(intended, now, false));
    }

    /// <summary>Sends what the system takes and hands every call that has ended to <paramref name="ended"/>; never waits. True when anything moved.</summary>
    public bool Move(Action<PendingCall> ended) => Send() | Receive(ended);

    public void Dispose() => _socket.Dispose();

    private bool Send()
    {
        if (_from == _to)
        {
            return false;
        }

        var sent = _socket.Send(_out.AsSpan(_from, _to - _from), SocketFlags.None, out var error);
        if (error is not SocketError.Success and not SocketError.WouldBlock)
        {
            throw new IOException($"The service does not take calls any more: {error}.");
        }

        _from += Math.Max(sent, 0);
        if (_from == _to)
        {
            (_from, _to) = (0, 0);
        }

        return sent > 0;
    }

    private bool Receive(Action<PendingCall> ended)
    {
        var read = _socket.Receive(_in.AsSpan(_buffered), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (read == 0 || error != SocketError.Success)
        {
            throw new IOException($"The service closed the connection: {error}.");
        }

        _buffered += read;
        var position = 0;
        while (_buffered - position >= FrameHeader)
        {
            var header = _in.AsSpan(position);
            var length = (header[0] << 16) | (header[1] << 8) | header[2];
            if (_buffered - position - FrameHeader < length)
            {
                break;
            }

            Handle(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header[5..]), header.Slice(FrameHeader, length), ended);
            position += FrameHeader + length;
        }

        _in.AsSpan(position, _buffered - position).CopyTo(_in);
        _buffered -= position;
        return true;
    }

    private void Handle(byte type, byte flags, int stream, ReadOnlySpan<byte> payload, Action<PendingCall> ended)
    {
        switch (type)
        {
            case 0:
                Acknowledge(payload.Length);
                if (stream % SampledEvery == 1)
                {
                    _sampled(payload);
                }

                _calls[stream] = _calls[stream] with { WasAnswered = true };
                goto case 1;
            case 1 when (flags & 1) == 1:
                _calls.Remove(stream, out var call);
                ended(call);
                break;
            case 1:
                break;
            case 3 or 7:
                throw new IOException($"The service sent {(type == 3 ? "RST_STREAM" : "GOAWAY")}.");
            case 4 when (flags & 1) == 0:
                Settings(payload);
                Frame(type: 4, flags: 1, stream: 0, []);
                break;
            case 6 when (flags & 1) == 0:
                Frame(type: 6, flags: 1, stream: 0, payload);
                break;
        }
    }

    private void Settings(ReadOnlySpan<byte> payload)
    {
        Room = int.MaxValue;
        for (; payload.Length >= 6; payload = payload[6..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload) == MaxConcurrentStreams)
            {
                Room = BinaryPrimitives.ReadInt32BigEndian(payload[2..]);
            }
        }
    }

    private void Acknowledge(int bytes)
    {
        _unacknowledged += bytes;
        if (_unacknowledged > 1 << 28)
        {
            Span<byte> update = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(update, _unacknowledged);
            Frame(type: 8, flags: 0, stream: 0, update);
            _unacknowledged = 0;
        }
    }

    private void Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[FrameHeader];
        header[0] = (byte)(payload.Length >> 16);
        header[1] = (byte)(payload.Length >> 8);
        header[2] = (byte)payload.Length;
        header[3] = type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        Put(header);
        Put(payload);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_out.Length - _to < bytes.Length)
        {
            Array.Resize(ref _out, _out.Length * 2);
        }

        bytes.CopyTo(_out.AsSpan(_to));
        _to += bytes.Length;
    }
}

/// <summary>Takes an answer; it holds until this returns.</summary>
internal delegate void SampledAnswer(ReadOnlySpan<byte> message);
