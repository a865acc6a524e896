using System.Globalization;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Load.Asking;

/// <summary>The n-th call of a load. Sessions, users, runs and addresses go round in a pool, so that limits per person are not what is measured.</summary>
/// <param name="mix">Which kind.</param>
/// <param name="texts">Messages and replies.</param>
/// <param name="sessions">How many sessions there are.</param>
/// <param name="tool">Of tool calls and their output.</param>
/// <param name="arguments">Of tool calls, JSON.</param>
/// <param name="output">Of tools, JSON.</param>
internal sealed class LoadQuestions(Mix mix, LoadTexts texts, int sessions, string tool, string arguments, string output)
{
    /// <summary>What tells this load's sessions from those of the load before it.</summary>
    private readonly string _own = Guid.CreateVersion7().ToString("N")[^12..];

    public Mix Mix => mix;

    /// <summary>One call, whose failure is thrown. It counts nothing.</summary>
    public static async Task ProbeAsync(PolicyService.PolicyServiceClient client, CallOptions options) =>
        await client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Autopilot }, options).ResponseAsync.ConfigureAwait(false);

    /// <summary>The n-th call as a check of a stream; its number is the correlation id.</summary>
    public CheckStreamRequest OfStream(long sequence)
    {
        var request = new CheckStreamRequest { CorrelationId = sequence.ToString(CultureInfo.InvariantCulture) };
        switch (mix.At(sequence))
        {
            case CallKind.Input:
                request.CheckInput = Input(sequence);
                break;
            case CallKind.Tool:
                request.CheckToolCall = ToolCall(sequence);
                break;
            case CallKind.Filter:
                request.FilterToolOutput = Filter(sequence);
                break;
            default:
                request.CheckOutput = Output(sequence);
                break;
        }

        return request;
    }

    public async Task<CallAnswer> AskAsync(PolicyService.PolicyServiceClient client, long sequence, CallOptions options)
    {
        try
        {
            var decision = mix.At(sequence) switch
            {
                CallKind.Input => (await client.CheckInputAsync(Input(sequence), options).ResponseAsync.ConfigureAwait(false)).Decision,
                CallKind.Tool => (await client.CheckToolCallAsync(ToolCall(sequence), options).ResponseAsync.ConfigureAwait(false)).Decision,
                CallKind.Filter => (await client.FilterToolOutputAsync(Filter(sequence), options).ResponseAsync.ConfigureAwait(false)).Decision,
                _ => (await client.CheckOutputAsync(Output(sequence), options).ResponseAsync.ConfigureAwait(false)).Decision,
            };
            return CallAnswer.Of(decision);
        }
        catch (RpcException fault)
        {
            return new CallAnswer("", "", fault.StatusCode.ToString());
        }
        catch (OperationCanceledException)
        {
            return new CallAnswer("", "", nameof(StatusCode.Cancelled));
        }
    }

    private CheckInputRequest Input(long sequence) => new()
    {
        Context = Context(sequence),
        Message = new InputMessage { MessageId = Id("message", sequence), Text = texts.Of(sequence), Author = MessageAuthor.Customer },
    };

    private CheckToolCallRequest ToolCall(long sequence) => new() { Context = Context(sequence), CallId = Id("call", sequence), Tool = tool, ArgumentsJson = arguments };

    private FilterToolOutputRequest Filter(long sequence) => new() { Context = Context(sequence), CallId = Id("call", sequence), Tool = tool, OutputJson = output };

    private CheckOutputRequest Output(long sequence) => new() { Context = Context(sequence), Text = texts.Of(sequence), Author = ReplyAuthor.Model };

    private CallContext Context(long sequence)
    {
        var session = sequence % sessions;
        return new CallContext
        {
            SessionId = Id("session", session),
            RunId = Id("run", sequence),
            UserId = Id("user", session),

            // A /64 of the documentation prefix for each session, as limits may take an IPv6 network as one address.
            ClientIp = string.Create(CultureInfo.InvariantCulture, $"2001:db8:{(session >> 16) & 0xffff:x}:{session & 0xffff:x}::1"),
            Mode = Mode.Autopilot,
        };
    }

    private string Id(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"load-{_own}-{kind}-{number}");
}
