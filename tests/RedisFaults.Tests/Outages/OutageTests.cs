using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AiDesk.Policy.Service.RedisFaults.Connections;
using AiDesk.Redis.Harness;

namespace AiDesk.Policy.Service.RedisFaults.Outages;

/// <summary>What decisions were answered while each thing happened to a real server, for how long, and how long one waited at most. Printed as a table.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    /// <summary>Decisions per tenant that an outage is watched for.</summary>
    private const int Watched = 150;

    private static int _isHeaded;

    private static readonly string[] EveryRule = ["denied", "local", "let through", "denied", "local"];

    [Fact]
    public async Task Outage_KilledAndStartedAgainEmpty() => await RunAsync("killed, started again empty", async server =>
    {
        await server.KillAsync();
        return server.StartAgainAsync;
    });

    [Fact]
    public async Task Outage_Paused() => await RunAsync("paused (SIGSTOP), resumed", server =>
    {
        server.Pause();
        return Mending(server.Resume);
    });

    [Fact]
    public async Task Outage_SomebodyElsesServer() => await RunAsync("another server on its port", async server =>
    {
        await server.KillAsync();
        var listener = new TcpListener(IPAddress.Loopback, server.Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        var answering = AnswerAsync(listener);
        return async () =>
        {
            listener.Dispose();
            await answering;
            await server.StartAgainAsync();
        };
    });

    [Fact]
    public async Task Outage_WrongPassword() => await RunAsync("password changed, and back", async server =>
    {
        using var admin = await server.ConnectAsync();
        await admin.CommandAsync("CONFIG", "SET", "requirepass", "another");
        await admin.CommandAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        return async () =>
        {
            using var again = await AdminConnection.OpenAsync(server.Port, "another");
            await again.CommandAsync("CONFIG", "SET", "requirepass", "");
        };
    });

    [Fact]
    public async Task Outage_OutOfMemory() => await RunAsync("out of memory (maxmemory 1 byte)", async server =>
    {
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1");
        return async () => await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
    });

    [Fact]
    public async Task Outage_BusyWithAnotherScript() => await RunAsync("busy with somebody's endless script", async server =>
    {
        await server.CommandAsync("CONFIG", "SET", "busy-reply-threshold", "100");
        var busy = await server.ConnectAsync();
        var endless = busy.CommandAsync("EVAL", "while true do end", "0");
        return async () =>
        {
            await server.CommandAsync("SCRIPT", "KILL");
            await Should.ThrowAsync<RedisErrorException>(() => endless);
            busy.Dispose();
        };
    });

    [Fact]
    public async Task Outage_Slow()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(server.Port);
        await RunAsync("slow: every answer 150 ms late", proxy.Address, () =>
        {
            proxy.Delay = TimeSpan.FromMilliseconds(150);
            return Mending(() => proxy.Delay = TimeSpan.Zero);
        });
    }

    [Fact]
    public async Task Outage_ConnectionsCutAndRefused()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(server.Port);
        await RunAsync("connections cut and refused", proxy.Address, () =>
        {
            proxy.Refusing = true;
            proxy.CutAll();
            return Mending(() => proxy.Refusing = false);
        });
    }

    [Fact]
    public async Task Outage_CutMidAnswer()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(server.Port);
        await using var run = await OutageRun.StartAsync(Options(proxy.Address), OutageRun.Ample);
        var broken = Stopwatch.GetTimestamp();
        var accepted = proxy.Accepted;
        proxy.CutAfter = 1000;
        await Eventually.TrueAsync(() => proxy.Accepted > accepted, "it connects again");
        var mended = Stopwatch.GetTimestamp();
        await run.SharedAsync(Watched);

        Print(await run.EndAsync("one connection cut mid-answer", broken, mended));

        // Nobody heard half an answer, or another's: a decision that was not degraded was allowed, which the subjects check.
        run.Subjects.Sum(subject => subject.Degraded).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Outage_ScriptsFlushed_NobodyNotices()
    {
        await using var server = await RedisServer.StartAsync();
        await using var run = await OutageRun.StartAsync(Options(server.Address), OutageRun.Ample);
        var broken = Stopwatch.GetTimestamp();
        await server.CommandAsync("SCRIPT", "FLUSH");
        await run.SharedAsync(Watched);

        Print(await run.EndAsync("scripts flushed", broken, broken));

        run.Subjects.ShouldAllBe(subject => subject.Degraded == 0);
    }

    private static Counters.Redis.RedisOptions Options(string address) => Driver.Options("redis://" + address) with { ConnectDeadline = TimeSpan.FromMilliseconds(250) };

    private async Task RunAsync(string fault, Func<RedisServer, Task<Func<Task>>> break_)
    {
        await using var server = await RedisServer.StartAsync();
        await RunAsync(fault, server.Address, () => break_(server));
    }

    private async Task RunAsync(string fault, string address, Func<Task<Func<Task>>> break_)
    {
        await using var run = await OutageRun.StartAsync(Options(address));
        var broken = Stopwatch.GetTimestamp();
        var mend = await break_();
        await run.DegradedAsync(Watched);
        await mend();
        var mended = Stopwatch.GetTimestamp();
        await run.SharedAsync(Watched);

        Print(await run.EndAsync(fault, broken, mended));
        run.Subjects.Select(subject => subject.OutageAnswer).ShouldBe(EveryRule);
    }

    private static Task<Func<Task>> Mending(Action mend) => Task.FromResult(() =>
    {
        mend();
        return Task.CompletedTask;
    });

    private void Print(string row)
    {
        // Once for the table that all tests together print.
        if (Interlocked.Exchange(ref _isHeaded, 1) == 0)
        {
            output.WriteLine(OutageRun.Header);
        }

        output.WriteLine(row);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
        }
    }
}
