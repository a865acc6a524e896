using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Notifications;
using AiDesk.Identity;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Service.Tests.Notifications;

/// <summary>Telling of escalations, against a real HTTP server: once for each entry, whatever happens in between.</summary>
public sealed class NotificationSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-notify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tell_Webhook_IsPostedSignedAndRecorded(bool showsArguments)
    {
        await using var server = await WebhookServer.StartAsync();
        await using var bench = await new NotificationBench(_folder).StartAsync();

        var call = bench.Escalate("acme", [$"webhook:{server.Address}hook?k=1"], showsArguments);
        var received = await server.NextAsync();
        var recorded = await bench.EventAsync();

        received.Path.ShouldBe("/hook");
        received.Key.ShouldBe($"{call.DecisionId}:0");
        received.Headers["Content-Type"].ShouldBe("application/json");
        received.Headers["AiDesk-Key-Id"].ShouldBe("k1");
        received.Headers["AiDesk-Signature"].ShouldBe(SignatureOf("acme", received));
        var body = JsonDocument.Parse(received.Body).RootElement;
        body.GetProperty("decision_id").GetString().ShouldBe(call.DecisionId.ToString());
        body.GetProperty("tool").GetString().ShouldBe("review_contract");
        body.GetProperty("reason").GetString().ShouldBe("RISK_LEVEL");
        body.GetProperty("text").GetString()!.ShouldStartWith("Una acción espera");
        body.GetProperty("approvals_needed").GetInt32().ShouldBe(2);
        body.GetProperty("approver_roles").EnumerateArray().Select(role => role.GetString()).ShouldBe(["approver", "admin"]);
        Encoding.UTF8.GetString(received.Body).Contains("secreto", StringComparison.Ordinal).ShouldBe(showsArguments);
        Encoding.UTF8.GetString(received.Body).ShouldNotContain("customer-9");
        recorded.GetProperty("state").GetString().ShouldBe("delivered");
        recorded.GetProperty("kind").GetString().ShouldBe("webhook");
        recorded.GetProperty("target").GetString().ShouldBe(server.Address.GetLeftPart(UriPartial.Authority));
        recorded.GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("404")]
    [InlineData("302")]
    [InlineData("hang")]
    [InlineData("cut")]
    [InlineData("endless")]
    public async Task Tell_WebhookThatFailsTwice_IsPostedAgainUnderTheSameKey(string fault)
    {
        await using var server = await WebhookServer.StartAsync((number, context) => number > 2 ? WebhookServer.Status(context, 200) : FailAsync(fault, context));
        await using var bench = await new NotificationBench(_folder, NotificationBench.Quick with { Timeout = fault == "hang" ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1) }).StartAsync();

        bench.Escalate($"webhook:{server.Address}hook");
        Received[] received = [await server.NextAsync(), await server.NextAsync(), await server.NextAsync()];
        var recorded = await bench.EventAsync();

        received.Select(one => one.Key).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        received.Select(one => one.Path).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem("a redirect is not followed").ShouldBe("/hook");
        received.Select(one => Encoding.UTF8.GetString(one.Body)).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        recorded.GetProperty("state").GetString().ShouldBe("delivered");
        recorded.GetProperty("attempts").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Tell_EndlessAnswerBody_IsAcknowledgedByItsStatus()
    {
        await using var server = await WebhookServer.StartAsync(async (_, context) =>
        {
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await using var bench = await new NotificationBench(_folder).StartAsync();

        bench.Escalate($"webhook:{server.Address}");

        (await bench.EventAsync()).GetProperty("state").GetString().ShouldBe("delivered");
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Tell_ServerDownThenUp_IsDelivered()
    {
        var before = await WebhookServer.StartAsync();
        var address = before.Address;
        await before.DisposeAsync();
        await using var bench = await new NotificationBench(_folder).StartAsync();
        var call = bench.Escalate($"webhook:{address}");

        await using var server = await WebhookServer.StartAsync(port: address.Port);

        (await server.NextAsync()).Key.ShouldBe($"{call.DecisionId}:0");
        (await bench.EventAsync()).GetProperty("state").GetString().ShouldBe("delivered");
    }

    [Fact]
    public async Task Tell_WebhookThatAlwaysFails_IsGivenUpAndRecorded()
    {
        await using var server = await WebhookServer.StartAsync((_, context) => WebhookServer.Status(context, 503));
        await using var bench = await new NotificationBench(_folder, NotificationBench.Quick with { Attempts = 3 }).StartAsync();

        var call = bench.Escalate($"webhook:{server.Address}");
        var recorded = await bench.EventAsync();

        recorded.GetProperty("state").GetString().ShouldBe("failed");
        recorded.GetProperty("attempts").GetInt32().ShouldBe(3);
        recorded.GetProperty("detail").GetString().ShouldBe("answered 503");
        server.Requests.ShouldBe(3);
        bench.Held.Find("acme", call.DecisionId)!.Notices[0].State.ShouldBe(NoticeState.Failed);
    }

    [Fact]
    public async Task Tell_Role_IsPostedAsAnEvent()
    {
        await using var bench = await new NotificationBench(_folder).StartAsync();

        var call = bench.Escalate("role:admin");
        var recorded = await bench.EventAsync();

        recorded.GetProperty("state").GetString().ShouldBe("posted");
        recorded.GetProperty("kind").GetString().ShouldBe("role");
        recorded.GetProperty("target").GetString().ShouldBe("admin");
        recorded.GetProperty("decision_id").GetString().ShouldBe(call.DecisionId.ToString());
        recorded.GetProperty("tool").GetString().ShouldBe("review_contract");
    }

    [Fact]
    public async Task Tell_AgainAndAfterARestart_PostsNothingTwice()
    {
        await using var server = await WebhookServer.StartAsync();
        HeldCall first;
        await using (var bench = await new NotificationBench(_folder).StartAsync())
        {
            first = bench.Escalate($"webhook:{server.Address}", "role:admin");
            await bench.EventAsync();
            await bench.EventAsync();
            bench.Sender.Tell(bench.Held.Find("acme", first.DecisionId)!);
            bench.Held.Resolve(first.DecisionId, Person("ana"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Pending);
            bench.Held.Resolve(first.DecisionId, Person("ben"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Approved);
        }

        await using var again = await new NotificationBench(_folder).StartAsync();
        var second = again.Escalate($"webhook:{server.Address}");
        await again.EventAsync();

        (await server.NextAsync()).Key.ShouldBe($"{first.DecisionId}:0");
        (await server.NextAsync()).Key.ShouldBe($"{second.DecisionId}:0");
        server.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Start_AfterAnEndBeforeTheAnswer_PostsAgainUnderTheSameKey()
    {
        await using var server = await WebhookServer.StartAsync((number, context) => number == 1 ? WebhookServer.HangAsync(context) : WebhookServer.Status(context, 200));
        string key;
        await using (var bench = await new NotificationBench(_folder).StartAsync())
        {
            bench.Escalate($"webhook:{server.Address}");
            key = (await server.NextAsync()).Key;
        }

        await using var again = await new NotificationBench(_folder).StartAsync();

        (await server.NextAsync()).Key.ShouldBe(key);
        (await again.EventAsync()).GetProperty("state").GetString().ShouldBe("delivered");
    }

    [Fact]
    public async Task Tell_SlowWebhookOfOneTenant_HoldsUpNobodyElse()
    {
        await using var slow = await WebhookServer.StartAsync((_, context) => WebhookServer.HangAsync(context));
        await using var server = await WebhookServer.StartAsync();
        await using var bench = await new NotificationBench(_folder, NotificationBench.Quick with { Concurrency = 3, ConcurrencyPerTenant = 2, Timeout = TimeSpan.FromMinutes(5) }).StartAsync();
        for (var i = 0; i < 10; i++)
        {
            bench.Escalate("slowpoke", [$"webhook:{slow.Address}"]);
        }

        var call = bench.Escalate($"webhook:{server.Address}");

        (await server.NextAsync()).Key.ShouldBe($"{call.DecisionId}:0");
        (await bench.EventAsync()).GetProperty("tenant").GetString().ShouldBe("acme");
        slow.Requests.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Tell_MoreThanTheQueueHolds_WaitWithTheirCallsAndAreAllTold()
    {
        await using var server = await WebhookServer.StartAsync();
        await using var bench = await new NotificationBench(_folder, NotificationBench.Quick with { QueueLimit = 2 }).StartAsync();

        var calls = Enumerable.Range(0, 5).Select(_ => bench.Escalate($"webhook:{server.Address}a", $"webhook:{server.Address}b", "role:admin")).ToList();
        var states = new List<string>();
        for (var i = 0; i < 15; i++)
        {
            states.Add((await bench.EventAsync()).GetProperty("state").GetString()!);
        }

        states.Count(state => state == "delivered").ShouldBe(10);
        states.Count(state => state == "posted").ShouldBe(5);
        server.Requests.ShouldBe(10);
        calls.ShouldAllBe(call => bench.Held.Find("acme", call.DecisionId)!.Notices.All(notice => notice.State != NoticeState.Waiting));
    }

    [Theory]
    [InlineData("http://localhost/", "127.0.0.1", true)]
    [InlineData("http://localhost/", "::1", true)]
    [InlineData("http://localhost/", "::ffff:127.0.0.1", true)]
    [InlineData("http://localhost/", "10.0.0.7", false)]
    [InlineData("http://localhost/", "169.254.169.254", false)]
    [InlineData("https://hooks.example.com/", "203.0.113.7", true)]
    public void MayCarry_PeerThatANameLedTo_PlainHttpIsForLoopbackOnly(string address, string peer, bool may) =>
        WebhookClient.MayCarry(new Uri(address), new IPEndPoint(IPAddress.Parse(peer), 80)).ShouldBe(may);

    [Fact]
    public void PauseAfter_AnyFailures_IsWithinItsBounds()
    {
        var options = new NotificationOptions();
        var property = Prop.ForAll(Gen.Choose(1, 100).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (failures, chance) =>
        {
            var pause = options.PauseAfter(failures, chance / 1000.0);
            var whole = Math.Min(options.LongestPause.TotalSeconds, Math.Pow(2, failures - 1));
            return pause.TotalSeconds >= (whole / 2) - 0.001 && pause.TotalSeconds <= whole + 0.001;
        });
        Check.One(Config.QuickThrowOnFailure.WithCommittedSeed(20261121, 71), property);
    }

    private static Task FailAsync(string fault, Microsoft.AspNetCore.Http.HttpContext context)
    {
        switch (fault)
        {
            case "hang":
                return WebhookServer.HangAsync(context);
            case "cut":
                context.Abort();
                return Task.CompletedTask;
            case "302":
                context.Response.Headers.Location = "/elsewhere";
                return WebhookServer.Status(context, 302);
            case "endless":
                context.Response.Headers["x-filler"] = new string('x', 20_000);
                return WebhookServer.Status(context, 200);
            default:
                return WebhookServer.Status(context, int.Parse(fault, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>As docs/approvals.md tells a receiver to compute it.</summary>
    private static string SignatureOf(string tenant, Received received)
    {
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. Enumerable.Range(0, 32).Select(i => (byte)i)], 32, info: Encoding.UTF8.GetBytes("aidesk webhook " + tenant));
        var signed = Encoding.UTF8.GetBytes(received.Headers["AiDesk-Timestamp"] + "." + Encoding.UTF8.GetString(received.Body));
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, signed));
    }

    private static Principal Person(string subject) => new()
    {
        Tenant = "acme",
        Subject = subject,
        Roles = PrincipalRoles.Approver,
        ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
        Issuer = "issuer",
    };
}
