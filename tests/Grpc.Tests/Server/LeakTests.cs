using System.Diagnostics.Metrics;
using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Server;

/// <summary>Thousands of calls that end badly, of each kind, cancelled, timed out and aborted with their connection: nothing of them stays.</summary>
public sealed class LeakTests : IAsyncLifetime
{
    private const int CallsPerKind = 10_000;
    private const int AtOnce = 50;

    private EchoHost _host = null!;

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(MethodType.Unary)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Calls_EndedBadly_LeaveNothing(MethodType kind)
    {
        using var active = new ActiveRequests(_host.Services.GetRequiredService<IMeterFactory>());
        var buffers = PooledBuffer.Outstanding;
        for (var round = 0; round < CallsPerKind / AtOnce; round++)
        {
            await RoundAsync(kind, round);
        }

        await Eventually.True(() => _host.Counter.Inside == 0);
        await Eventually.True(() => active.Count == 0);
        await Eventually.True(() => PooledBuffer.Outstanding == buffers);
        _host.Counter.Contexts.Count.ShouldBeGreaterThan(CallsPerKind / 2);
        await Eventually.True(() => _host.Counter.Contexts.Alive() == 0);
    }

    /// <summary>Every third round ends by cancellation, by deadline, by the loss of the connection.</summary>
    private async Task RoundAsync(MethodType kind, int round)
    {
        var entered = _host.Counter.Entered;
        using var cancellation = new CancellationTokenSource();
        var channel = _host.Channel();
        var options = (round % 3) switch
        {
            0 => new CallOptions(cancellationToken: cancellation.Token),
            1 => new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(20)),
            _ => default,
        };
        var calls = Enumerable.Range(0, AtOnce).Select(_ => CallAsync(new Echo.EchoClient(channel), kind, options)).ToArray();
        if (round % 3 != 1)
        {
            await Eventually.True(() => _host.Counter.Entered >= entered + AtOnce);
        }

        await cancellation.CancelAsync();
        if (round % 3 == 2)
        {
            channel.Dispose();
        }

        await Task.WhenAll(calls);
        channel.Dispose();
    }

    private static async Task CallAsync(Echo.EchoClient client, MethodType kind, CallOptions options)
    {
        var hang = new EchoRequest { Behaviour = Behaviours.Hang, Count = 1 };
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            switch (kind)
            {
                case MethodType.Unary:
                    await client.UnaryAsync(hang, options);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = client.Repeat(hang, options))
                    {
                        await call.ResponseStream.ReadAllAsync().CountAsync();
                    }

                    break;
                case MethodType.ClientStreaming:
                    using (var call = client.Collect(options))
                    {
                        await WriteIgnoringTheEndAsync(call.RequestStream, hang);
                        await call.ResponseAsync;
                    }

                    break;
                default:
                    using (var call = client.Converse(options))
                    {
                        await WriteIgnoringTheEndAsync(call.RequestStream, hang);
                        await call.ResponseStream.ReadAllAsync().CountAsync();
                    }

                    break;
            }
        });
        error.StatusCode.ShouldBeOneOf(StatusCode.Cancelled, StatusCode.DeadlineExceeded, StatusCode.Unavailable);
    }

    /// <summary>The call may end before its first request is written; reading the response says how.</summary>
    private static async Task WriteIgnoringTheEndAsync(IClientStreamWriter<EchoRequest> requests, EchoRequest request)
    {
        try
        {
            await requests.WriteAsync(request);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
        }
    }
}
