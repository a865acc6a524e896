using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>Streams that are not in order: each is refused by the name of what is wrong.</summary>
public sealed class StreamRefusalTests : IAsyncLifetime
{
    private static readonly CheckOutputStreamRequest Good = new() { Open = StreamCall.Open() };
    private static readonly CheckOutputStreamRequest Ended = new() { End = new CheckOutputStreamEnd() };
    private static readonly CheckOutputStreamRequest Text = new() { Text = "Hello." };

    private static readonly Dictionary<string, (string Reason, string Field, CheckOutputStreamRequest[] Sent)> Cases = new(StringComparer.Ordinal)
    {
        ["nothing"] = ("FIELD_REQUIRED", "open", []),
        ["text first"] = ("FIELD_REQUIRED", "open", [Text]),
        ["end first"] = ("FIELD_REQUIRED", "open", [Ended]),
        ["an empty message first"] = ("FIELD_REQUIRED", "open", [new()]),
        ["opened twice"] = ("FIELD_INVALID", "open", [Good, Good]),
        ["opened again behind text"] = ("FIELD_INVALID", "open", [Good, Text, Good]),
        ["an empty message"] = ("FIELD_REQUIRED", "part", [Good, new()]),
        ["no end"] = ("FIELD_REQUIRED", "end", [Good, Text]),
        ["text behind the end"] = ("FIELD_INVALID", "text", [Good, Ended, Text]),
        ["end behind the end"] = ("FIELD_INVALID", "end", [Good, Ended, Ended]),
        ["a chunk too long"] = ("FIELD_INVALID", "text", [Good, new() { Text = new string('a', 65_537) }]),
        ["no context"] = ("FIELD_REQUIRED", "context", [new() { Open = new CheckOutputStreamOpen { Author = ReplyAuthor.Model } }]),
        ["no run"] = ("FIELD_REQUIRED", "context.run_id", [new() { Open = StreamCall.Open(run: "") }]),
        ["no author"] = ("ENUM_UNKNOWN", "author", [new() { Open = new CheckOutputStreamOpen { Context = RunningService.Context() } }]),
        ["an unknown author"] = ("ENUM_UNKNOWN", "author", [new() { Open = new CheckOutputStreamOpen { Context = RunningService.Context(), Author = (ReplyAuthor)9 } }]),
        ["a channel too long"] = ("FIELD_INVALID", "channel", [new() { Open = new CheckOutputStreamOpen { Context = RunningService.Context(), Author = ReplyAuthor.Model, Channel = new string('c', 257) } }]),
        ["a request id too long"] = ("FIELD_INVALID", "request_id", [new() { Open = StreamCall.Open(request: new string('r', 129)) }]),
    };

    private RunningService _service = null!;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(StreamPolicies.Buffered);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_NotInOrder_IsRefusedByField(string name)
    {
        var (reason, field, sent) = Cases[name];
        using var stream = StreamCall.Start(_service);

        await RpcFault.ExpectAsync(StatusCode.InvalidArgument, reason, field, async () =>
        {
            await stream.CompleteWithAsync(sent);
            await stream.RestAsync();
        });
    }

    [Fact]
    public async Task Stream_ReplyTooLong_IsRefused()
    {
        using var stream = await StreamCall.OpenAsync(_service);

        await RpcFault.ExpectAsync(StatusCode.InvalidArgument, "FIELD_INVALID", "text", async () =>
        {
            await stream.CompleteWithAsync([.. Enumerable.Repeat(new CheckOutputStreamRequest { Text = new string('é', 65_536) }, 33)]);
            await stream.RestAsync();
        });
    }

    [Fact]
    public async Task Stream_WithoutToken_IsRefused()
    {
        using var stream = StreamCall.Start(_service, new CallOptions([]));

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", "", stream.ReadAsync);
    }

    [Fact]
    public async Task Stream_OfAWrongRole_IsRefused()
    {
        using var stream = StreamCall.Start(_service, new CallOptions(_service.Token(PrincipalRoles.Agent)));

        await RpcFault.ExpectAsync(StatusCode.PermissionDenied, "ROLE_REQUIRED", "", stream.ReadAsync);
    }
}
