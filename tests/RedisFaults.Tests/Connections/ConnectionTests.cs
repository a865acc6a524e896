using System.Net;
using System.Net.Sockets;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;

namespace AiDesk.Policy.Service.RedisFaults.Connections;

/// <summary>The client against real servers, one kind of connection or answer at a time.</summary>
public sealed class ConnectionTests
{
    private const string Password = "päss {word} \r\n";

    [Fact]
    public async Task RunAsync_Tcp_AnswersAnyBytes()
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);

        (await driver.RunAsync(Driver.Echo, "a\r\n$3\r\nb\0é")).ShouldBe("a\r\n$3\r\nb\0é");
        driver.Connection.State.ShouldBe(ScriptConnectionState.Up);
    }

    [Fact]
    public async Task RunAsync_UnixSocketAndDatabase_Answers()
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync("unix:" + server.SocketPath);
        await using var other = await Driver.OpenAsync($"redis://{server.Address}/3");
        var database = new RedisScript("db", "redis.call('SET', KEYS[1], ARGV[1], 'EX', 60) return ARGV[1]");

        (await driver.RunAsync(Driver.Echo, "x")).ShouldBe("x");
        await other.RunAsync(database, "y", key: "{t}:here");

        (await server.InfoAsync("keyspace", "db3")).ShouldNotBeNull().ShouldStartWith("keys=1,");
    }

    [Fact]
    public async Task RunAsync_Tls_TrustsTheGivenAuthorityOnly()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Tls = true });
        await using var trusting = await Driver.OpenAsync(Driver.Options("rediss://" + server.Address) with { CertificateAuthorityFile = server.CertificatePath });
        await using var doubting = await Driver.OpenAsync("rediss://" + server.Address);
        await using var clear = await Driver.OpenAsync("redis://" + server.Address);

        (await trusting.RunAsync(Driver.Echo, "x")).ShouldBe("x");
        doubting.Connection.Refusal.ShouldNotBeNull().ShouldContain("TLS");
        clear.Connection.State.ShouldBe(ScriptConnectionState.Down);
    }

    [Fact]
    public async Task RunAsync_UserAndPassword_AreNeededAndEnough()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Password = Password });
        await server.CommandAsync("ACL", "SETUSER", "aidesk", "on", ">s3cret", "~aidesk:*", "~{t}:*", "+evalsha", "+eval", "+info", "+ping", "+time");
        var url = "redis://" + server.Address;
        await using var password = await Driver.OpenAsync(Driver.Options(url) with { Password = Password });
        await using var user = await Driver.OpenAsync(Driver.Options(url) with { User = "aidesk", Password = "s3cret" });
        await using var wrong = await Driver.OpenAsync(Driver.Options(url) with { User = "aidesk", Password = "hunter2" });
        await using var none = await Driver.OpenAsync(url);

        (await password.RunAsync(Driver.Echo, "x")).ShouldBe("x");
        (await user.RunAsync(Driver.Echo, "x")).ShouldBe("x");
        wrong.Connection.Refusal.ShouldNotBeNull().ShouldContain("WRONGPASS");
        wrong.Connection.Refusal.ShouldNotContain("hunter2");
        none.Connection.Refusal.ShouldNotBeNull().ShouldContain("NOAUTH");
        (await Should.ThrowAsync<ScriptFaultException>(() => user.RunAsync(Driver.Echo, "x", key: "another"))).Message.ShouldContain("NOPERM");
    }

    [Fact]
    public async Task OpenAsync_ServerThatEvicts_IsRefused()
    {
        await using var server = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--maxmemory-policy", "allkeys-lru"] });
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);

        driver.Connection.Refusal.ShouldBe($"{server.Address}: its maxmemory-policy is allkeys-lru and must be noeviction: counters that are evicted count nothing");
        await server.CommandAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await driver.UpAsync();
        driver.Connection.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task OpenAsync_ServerThatIsNotRedis_IsDownAndSaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);
        await using var driver = await Driver.OpenAsync($"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        driver.Connection.State.ShouldBe(ScriptConnectionState.Down);
        (await Should.ThrowAsync<StoreUnavailableException>(() => driver.RunAsync(Driver.Echo))).Message.ShouldContain("not the Redis protocol");
        listener.Stop();
        await answering;
    }

    [Theory]
    [InlineData("return redis.call('LPUSH', KEYS[1], 1)", typeof(ScriptFaultException))]
    [InlineData("return {1, 2}", typeof(ScriptFaultException))]
    [InlineData("return nil", typeof(ScriptFaultException))]
    [InlineData("return redis.error_reply('WRONGTYPE of another')", typeof(ScriptFaultException))]
    [InlineData("return redis.error_reply('READONLY for now')", typeof(StoreUnavailableException))]
    [InlineData("return redis.error_reply('OOM command not allowed')", typeof(StoreUnavailableException))]
    [InlineData("return redis.error_reply('CLUSTERDOWN for now')", typeof(StoreUnavailableException))]
    [InlineData("this is no Lua", typeof(ScriptFaultException))]
    [InlineData("return string.rep('x', 2000000)", typeof(StoreUnavailableException))]
    public async Task RunAsync_AnswerThatIsNoBulkString_ThrowsWhatItMeans(string script, Type fault)
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);

        await Should.ThrowAsync(() => driver.RunAsync(new RedisScript("test", script)), fault);

        await driver.UpAsync();
        (await driver.RunAsync(Driver.Echo, "after")).ShouldBe("after");
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_EachHearsItsOwnAnswer()
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4000).Select(i => driver.RunAsync(Driver.Echo, $"{i}:{new string('x', i % 300)}")));

        answers.Select((answer, i) => answer == $"{i}:{new string('x', i % 300)}").ShouldAllBe(own => own);
    }

    [Fact]
    public async Task RunAsync_MoreThanMayBeInFlight_AreRefusedAtOnce()
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync(Driver.Options("redis://" + server.Address) with { InFlight = 8 });
        await driver.RunAsync(Driver.Echo);
        server.Pause();

        var calls = Enumerable.Range(0, 20).Select(_ => driver.RunAsync(Driver.Echo, "x")).ToArray();
        var refused = calls.Where(call => call.IsCompleted).ToArray();

        refused.Length.ShouldBe(12);
        foreach (var call in refused)
        {
            (await Should.ThrowAsync<StoreUnavailableException>(() => call)).Reason.ShouldBe(UnavailableReason.Overloaded);
        }

        server.Resume();
        (await Task.WhenAll(calls.Except(refused))).ShouldAllBe(answer => answer == "x");
    }

    [Fact]
    public async Task RunAsync_CallsGivenUp_NeverShiftTheAnswersOfOthers()
    {
        await using var server = await RedisServer.StartAsync();
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);
        await driver.RunAsync(Driver.Echo);
        server.Pause();
        var late = driver.RunAsync(Driver.Echo, "late", deadline: TimeSpan.FromMilliseconds(20));
        (await Should.ThrowAsync<StoreUnavailableException>(() => late)).Reason.ShouldBe(UnavailableReason.TimedOut);
        var next = driver.RunAsync(Driver.Echo, "next");
        server.Resume();

        (await next).ShouldBe("next");
        (await driver.RunAsync(Driver.Echo, "last")).ShouldBe("last");
    }

    [Fact]
    public async Task RunAsync_NothingListens_FailsAtOnceAndComesBack()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var driver = await Driver.OpenAsync("redis://" + server.Address);

        (await Should.ThrowAsync<StoreUnavailableException>(() => driver.RunAsync(Driver.Echo))).Reason.ShouldBe(UnavailableReason.Disconnected);
        await server.StartAgainAsync();
        await driver.UpAsync();

        (await driver.RunAsync(Driver.Echo, "x")).ShouldBe("x");
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
