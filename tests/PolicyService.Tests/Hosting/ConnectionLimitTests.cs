using System.Net;
using System.Net.Sockets;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>More connections than AIDESK_MAX_CONNECTIONS are closed, and those that are there go on.</summary>
public sealed class ConnectionLimitTests
{
    // The preface of HTTP/2 and an empty SETTINGS frame: RFC 9113, section 3.4.
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Fact]
    public async Task Connect_BeyondTheLimit_IsClosedAndHealthStillAnswers()
    {
        await using var service = await RunningService.StartAsync([("acme", TestPolicies.Desk)], options => options with { MaxConnections = 2 });
        using var first = await OpenAsync(service.GrpcAddress);
        using var second = await OpenAsync(service.GrpcAddress);
        (await AnswersAsync(first)).ShouldBeTrue();
        (await AnswersAsync(second)).ShouldBeTrue();

        using var third = await OpenAsync(service.GrpcAddress);

        (await AnswersAsync(third)).ShouldBeFalse();
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(service.HttpAddress, "/healthz/live"))).StatusCode.ShouldBe(HttpStatusCode.OK, "each listener has its own limit");
    }

    private static async Task<TcpClient> OpenAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        return client;
    }

    private static async Task<bool> AnswersAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync(Preface);
            return await client.GetStream().ReadAsync(new byte[9]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
