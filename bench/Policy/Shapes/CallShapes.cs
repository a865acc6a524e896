using AiDesk.Policy.V1;

namespace AiDesk.Bench.Policy.Shapes;

/// <summary>The calls of the report, with the targets that docs and design state for them.</summary>
internal static class CallShapes
{
    private const int Sessions = 10_000;

    public static CallShape[] All { get; } =
    [
        Input("CheckInput, 100 characters", SampleText.Ascii, 100, 7),
        Input("CheckInput, 2,000 characters ASCII", SampleText.Ascii, 2000, 40),
        Input("CheckInput, 2,000 characters mixed script", SampleText.Mixed, 2000, 40),
        new(
            "CheckToolCall, 50 tools, 50 rules, 10-property arguments",
            SampleText.Ascii,
            sequence => new CheckToolCallRequest
            {
                Context = Context(sequence),
                CallId = $"call-{sequence}",
                Tool = BenchPolicy.CalledTool,
                ArgumentsJson = BenchPolicy.Arguments(sequence),
            },
            async (client, request, options) =>
            {
                var answer = await client.CheckToolCallAsync((CheckToolCallRequest)request, options).ConfigureAwait(false);
                return (answer.Decision, answer);
            },
            9),
        new(
            "CheckOutput, 400 characters",
            SampleText.Ascii,
            sequence => new CheckOutputRequest
            {
                Context = Context(sequence),
                Text = SampleText.Of(SampleText.Ascii, 400, sequence),
                Author = ReplyAuthor.Model,
            },
            async (client, request, options) =>
            {
                var answer = await client.CheckOutputAsync((CheckOutputRequest)request, options).ConfigureAwait(false);
                return (answer.Decision, answer);
            },
            15),
    ];

    private static CallShape Input(string name, string script, int length, double target) => new(
        name,
        script,
        sequence => new CheckInputRequest
        {
            Context = Context(sequence),
            Message = new InputMessage
            {
                MessageId = $"message-{sequence}",
                Text = SampleText.Of(script, length, sequence),
                Author = MessageAuthor.Customer,
            },
        },
        async (client, request, options) =>
        {
            var answer = await client.CheckInputAsync((CheckInputRequest)request, options).ConfigureAwait(false);
            return (answer.Decision, answer);
        },
        target);

    private static CallContext Context(long sequence)
    {
        var session = sequence % Sessions;
        return new CallContext
        {
            SessionId = $"session-{session:00000}",
            RunId = $"run-{session:00000}",
            UserId = $"user-{session:00000}",
            ClientIp = $"198.18.{session / 250}.{session % 250}",
            Channel = "web",
            Mode = Mode.Autopilot,
        };
    }
}
