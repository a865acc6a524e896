using System.Net;
using System.Net.Sockets;
using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Google.Protobuf;

namespace AiDesk.Tests.Server;

/// <summary>Random bytes from fixed seeds: every request is answered, no connection disturbs another, nothing stays behind.</summary>
public sealed class RandomInputTests : IAsyncLifetime
{
    private const int RequestsPerKind = 600;
    private const int Connections = 150;

    private EchoHost _host = null!;

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Unary", 11)]
    [InlineData("Collect", 12)]
    [InlineData("Repeat", 13)]
    [InlineData("Converse", 14)]
    public async Task Body_DamagedFrames_AreAnsweredAndLeaveNothing(string method, int seed)
    {
        using var http = RawCall.NewConnection();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var random = new Random(seed);
        for (var i = 0; i < RequestsPerKind; i++)
        {
            var answer = await RawCall.SendAsync(http, _host.Address, $"/aidesk.test.Echo/{method}", [Damaged(random)], cancellationToken: timeout.Token);

            answer.HttpStatus.ShouldBe(200);
            answer.GrpcStatus.ShouldNotBeNull();
        }

        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Connection_RandomHttp2Frames_LeavesTheServerServing()
    {
        var random = new Random(21);
        var port = new Uri(_host.Address).Port;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        for (var i = 0; i < Connections; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            await socket.SendAsync(RandomFrames(random), timeout.Token);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(socket, timeout.Token);
        }

        using var channel = _host.Channel();
        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = "still here" })).Text.ShouldBe("still here");
        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    private static byte[] Damaged(Random random)
    {
        var message = new EchoRequest { Text = "text", Count = random.Next(3), Nested = new Nested { Name = "name" }, Attributes = { ["key"] = "value" } };
        var body = Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ => RawCall.Frame(message.ToByteArray())).ToArray();
        for (var i = random.Next(4); i >= 0; i--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return body[..random.Next(1, body.Length + 1)];
    }

    private static byte[] RandomFrames(Random random)
    {
        List<byte> bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var payload = new byte[random.Next(64)];
            random.NextBytes(payload);
            bytes.AddRange([0, 0, (byte)payload.Length, (byte)random.Next(12), (byte)random.Next(64), 0, 0, 0, (byte)random.Next(8), .. payload]);
        }

        return [.. bytes];
    }

    private static async Task DrainAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The server may reset what it cannot read.
        }
    }
}
