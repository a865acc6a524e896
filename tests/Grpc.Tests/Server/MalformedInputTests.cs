using System.Text.Json;
using AiDesk.Tests.Fixtures;

namespace AiDesk.Tests.Server;

/// <summary>Input that breaks the protocol, as data: each row is a request in bytes and the answer that the specification wants.</summary>
public sealed class MalformedInputTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpMessageInvoker _http = RawCall.NewConnection();
    private EchoHost _host = null!;

    public static TheoryData<string> Names => [.. Rows.Select(row => row.Name)];

    private static Row[] Rows { get; } = JsonSerializer.Deserialize<Row[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Server", "Malformed.json")), Json)!;

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_Row_IsAnsweredAsSpecifiedAndTheNextCallWorks(string name)
    {
        var row = Rows.Single(row => row.Name == name);

        var answer = await RawCall.SendAsync(
            _http,
            _host.Address,
            row.Path,
            [Convert.FromHexString(row.Body)],
            row.ContentType ?? "application/grpc",
            row.Headers,
            row.Method ?? "POST");

        (answer.HttpStatus, answer.GrpcStatus).ShouldBe((row.Http ?? 200, row.Grpc), answer.GrpcMessage);
        var next = await RawCall.SendAsync(_http, _host.Address, "/aidesk.test.Echo/Unary", [RawCall.Frame([])]);
        next.GrpcStatus.ShouldBe("0");
    }

    [Fact]
    public async Task UnknownEncoding_Refusal_NamesTheSupportedOnes()
    {
        var answer = await RawCall.SendAsync(
            _http,
            _host.Address,
            "/aidesk.test.Echo/Unary",
            [RawCall.Frame([])],
            headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["grpc-encoding"] = "snappy" });

        answer.GrpcMessage.ShouldContain("identity,gzip");
    }

    private sealed record Row(
        string Name, string Path, string Body, string? Grpc, int? Http, string? ContentType, string? Method, Dictionary<string, string>? Headers);
}
