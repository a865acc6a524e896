using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Policy.V1;
using Google.Protobuf;

namespace AiDesk.Bench.Policy.Streaming;

/// <summary>
/// A CheckInput of 100 characters as it travels, prefix and all, of which only the numbers are written anew for each call: sessions go round in ten thousand, and no two messages are the same.
/// </summary>
internal sealed class FramedQuestion
{
    private const int Prefix = 5;
    private const int Length = 100;
    private const string Number = "7777777777";
    private const string Session = "5555";

    private readonly byte[] _frame;
    private readonly int[] _numbers;
    private readonly int[] _sessions;

    private FramedQuestion(IMessage request)
    {
        var payload = request.ToByteArray();
        _frame = new byte[Prefix + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(_frame.AsSpan(1), payload.Length);
        payload.CopyTo(_frame, Prefix);
        _numbers = PlacesOf(Number);
        _sessions = PlacesOf(Session);
    }

    /// <summary>For CheckInput.</summary>
    public static FramedQuestion Unary() => new(Input());

    /// <summary>For CheckStream; the correlation id is the number.</summary>
    public static FramedQuestion OfStream() => new(new CheckStreamRequest { CorrelationId = Number, CheckInput = Input() });

    /// <summary>Valid until the next one is asked for.</summary>
    public ReadOnlySpan<byte> Of(long sequence)
    {
        foreach (var place in _numbers)
        {
            sequence.TryFormat(_frame.AsSpan(place), out _, "0000000000", CultureInfo.InvariantCulture);
        }

        foreach (var place in _sessions)
        {
            (sequence % 10_000).TryFormat(_frame.AsSpan(place), out _, "0000", CultureInfo.InvariantCulture);
        }

        return _frame;
    }

    private static CheckInputRequest Input() => new()
    {
        Context = new CallContext
        {
            SessionId = $"session-{Session}", RunId = $"run-{Session}", UserId = $"user-{Session}", ClientIp = $"2001:db8::{Session}", Channel = "web", Mode = Mode.Autopilot,
        },
        Message = new InputMessage
        {
            MessageId = $"message-{Number}", Text = SampleText.Of(SampleText.Ascii, Length, long.Parse(Number, CultureInfo.InvariantCulture)), Author = MessageAuthor.Customer,
        },
    };

    private int[] PlacesOf(string mark)
    {
        var bytes = Encoding.ASCII.GetBytes(mark);
        return [.. Enumerable.Range(0, _frame.Length - bytes.Length + 1).Where(at => _frame.AsSpan(at, bytes.Length).SequenceEqual(bytes))];
    }
}
