using System.Buffers.Binary;
using System.Text;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Policy.V1;
using Google.Protobuf;

namespace AiDesk.Bench.Capacity.Asking;

/// <summary>
/// A kind of call, made once; only the numbers in it change from call to call, in place, since making each message anew would cost the caller as much as the service. Sessions and
/// users go round in so many that no limit is what is measured, and no session says more than people do.
/// </summary>
internal sealed class Question
{
    private const int Prefix = 5;

    /// <summary>Stands where the number of the call goes.</summary>
    private const string Call = "0123456789";

    /// <summary>Stands where that of its session goes: 10,000 of a tenant, or 1,000 with the last three, so that no tenant's counters in memory reach their bound.</summary>
    private const string Session = "9876";

    private const string Words = "Hello, my parcel from last Tuesday has not come yet and the tracking page shows the same place as two days ago. ";

    private readonly byte[] _message;
    private readonly int[] _calls;
    private readonly int[] _sessions;

    private readonly Func<ByteString, Decision> _decision;
    private readonly int _sessionDigits;

    private Question(string path, IMessage request, Func<ByteString, Decision> decision, int sessionDigits = 4)
    {
        _sessionDigits = sessionDigits;
        Path = path;
        _decision = decision;
        _message = new byte[Prefix + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(_message.AsSpan(1), _message.Length - Prefix);
        request.WriteTo(_message.AsSpan(Prefix));
        _calls = Places(Call);
        _sessions = Places(Session);
    }

    public string Path { get; }

    /// <param name="characters">Of the message.</param>
    /// <param name="sessionDigits">3 or 4: a thousand sessions or ten thousand.</param>
    public static Question Input(int characters, int sessionDigits = 4) => new("/aidesk.policy.v1.PolicyService/CheckInput", new CheckInputRequest
    {
        Context = Context(),
        Message = new InputMessage { MessageId = "m-" + Call, Text = Text(characters), Author = MessageAuthor.Customer },
    }, answer => CheckInputResponse.Parser.ParseFrom(answer).Decision, sessionDigits);

    public static Question Output(int characters) => new("/aidesk.policy.v1.PolicyService/CheckOutput", new CheckOutputRequest { Context = Context(), Text = Text(characters), Author = ReplyAuthor.Model },
        answer => CheckOutputResponse.Parser.ParseFrom(answer).Decision);

    public static Question ToolCall() => new("/aidesk.policy.v1.PolicyService/CheckToolCall", new CheckToolCallRequest
    {
        Context = Context(),
        CallId = "c-" + Call,
        Tool = Policies.Tool,
        ArgumentsJson = $$"""{"contact":"contact-7","subject":"Parcel not delivered","body":"The customer waits since Tuesday.","priority":3,"urgent":true,"language":"en","amount":12.5,"tags":["parcel","delay"],"due":"2026-11-20","note":"{{Call}}"}""",
    }, answer => CheckToolCallResponse.Parser.ParseFrom(answer).Decision);

    /// <summary>The message of a number, good until the next is asked for.</summary>
    public ReadOnlySpan<byte> Of(long sequence)
    {
        Write(_calls, 0, Call.Length, sequence);
        Write(_sessions, Session.Length - _sessionDigits, Session.Length, sequence);
        return _message;
    }

    /// <summary>Throws when the answer is not what the figures are about: what is allowed.</summary>
    /// <param name="answer">A gRPC message with its prefix.</param>
    public void Expect(ReadOnlySpan<byte> answer)
    {
        var decision = _decision(ByteString.CopyFrom(answer[Prefix..]));
        if (decision.Verdict != Verdict.Allow)
        {
            throw new InvalidOperationException($"{Path} was answered {decision.Verdict} {decision.Reason}: nothing to measure.");
        }
    }

    private void Write(int[] places, int from, int to, long number)
    {
        foreach (var place in places)
        {
            var rest = number;
            for (var digit = to - 1; digit >= from; digit--)
            {
                _message[place + digit] = (byte)('0' + (rest % 10));
                rest /= 10;
            }
        }
    }

    private int[] Places(string mark)
    {
        var bytes = Encoding.ASCII.GetBytes(mark);
        var places = new List<int>();
        for (var at = 0; _message.AsSpan(at).IndexOf(bytes) is var found and >= 0; at += found + mark.Length)
        {
            places.Add(at + found);
        }

        return [.. places];
    }

    private static string Text(int characters) => string.Concat(Enumerable.Repeat(Words, (characters / Words.Length) + 1))[..(characters - Call.Length)] + Call;

    private static CallContext Context() => new()
    {
        SessionId = "session-" + Session,
        RunId = "run-" + Session,
        UserId = "user-" + Session,
        ClientIp = "198.18.7.7",
        Channel = "web",
        Mode = Mode.Autopilot,
    };
}
