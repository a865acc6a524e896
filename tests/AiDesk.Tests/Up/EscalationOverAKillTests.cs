using System.Threading.Channels;
using AiDesk.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Up;

/// <summary>A service that is killed while it tells of an escalation, and the one that is started after it.</summary>
public sealed class EscalationOverAKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Up_KilledBeforeTheWebhookAnswered_PostsAgainUnderTheSameKeyAndThenNoMore()
    {
        using var folder = new TemporaryFolder();
        var keys = Channel.CreateUnbounded<string>();
        var answers = false;
        await using var webhook = await ListenAsync(async context =>
        {
            keys.Writer.TryWrite(context.Request.Headers["Idempotency-Key"].ToString());
            await Task.Delay(Volatile.Read(ref answers) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        folder.Write("policies/acme/policy.yaml", $$"""
            tenant: acme
            escalation: { approvals: 2, notify: [ "webhook:{{AddressOf(webhook)}}" ] }
            tools: { review_contract: { level: 1, kind: review_contract } }
            """);

        string key;
        await using (var killed = await RunningCommand.StartAsync(folder, "--policy-dir", folder.In("policies")))
        {
            await AskAsync(killed, folder);
            key = await keys.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
            await killed.KillAsync();
        }

        Volatile.Write(ref answers, true);
        await using (await RunningCommand.StartAsync(folder, "--policy-dir", folder.In("policies")))
        {
            (await keys.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None)).ShouldBe(key);
        }

        await using (var third = await RunningCommand.StartAsync(folder, "--policy-dir", folder.In("policies")))
        {
            await AskAsync(third, folder);
            var next = await keys.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
            next.ShouldEndWith(":0");
            string.Equals(next, key, StringComparison.Ordinal).ShouldBeFalse("what was acknowledged is not posted again");
        }
    }

    private static async Task AskAsync(RunningCommand service, TemporaryFolder folder)
    {
        var asked = await CommandRun.OfAsync(
            "check", "tool", "{}", "--tool", "review_contract", "--tenant", "acme", "--address", service.Grpc.ToString(), "--state-dir", folder.In("state"), "--json");
        asked.Status.ShouldBe(0, asked.Error);
        asked.Output.ShouldContain("ESCALATE");
    }

    private static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(CancellationToken.None);
        return app;
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
}
