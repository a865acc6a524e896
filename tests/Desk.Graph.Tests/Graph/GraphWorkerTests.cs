using System.Collections.Concurrent;
using System.Diagnostics;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Telemetry;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace AiDesk.Desk.GraphTests.Graph;

/// <summary>The worker in a host: woken by signals, several runs at once, each once.</summary>
[Collection("graph")]
public sealed class GraphWorkerTests(GraphFixture fixture, ITestOutputHelper output)
{
    private const int Runs = 200;

    [Fact]
    public async Task Execute_ManyMessages_EachRunWorkedOnOnce()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "autopilot", 2);
        for (var n = 0; n < Runs; n++)
        {
            await desk.PostAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");
        }

        var began = Stopwatch.GetTimestamp();
        var worker = desk.Services.GetServices<IHostedService>().OfType<GraphWorker>().Single();
        await worker.StartAsync(CancellationToken.None);
        await IdleAsync(desk);

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // One that comes now is found at once: by the signal.
        await desk.PostAsync(CrmSeed.Shop, "marta", "Hola");
        await IdleAsync(desk);

        await worker.StopAsync(CancellationToken.None);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.outbox_messages WHERE tenant_id = @tenant")).ShouldBe(Runs + 1);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT max(attempts) FROM desk.runs WHERE tenant_id = @tenant")).ShouldBe(1);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.model_calls WHERE tenant_id = @tenant")).ShouldBe(desk.Model.Prompts.Count);
        output.WriteLine($"| {Runs} runs of two model calls and one tool, 8 at once, policy and PostgreSQL on the same machine | {Runs / seconds:F0} runs/s |");
    }

    private static async Task IdleAsync(GraphDesk desk)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.runs WHERE tenant_id = @tenant AND run_state = 'running'") > 0)
        {
            await beat.WaitForNextTickAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_Spans_SayWhatWasCalledAndNoTextUnlessAsked(bool capture)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GraphTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var desk = await GraphDesk.StartAsync(fixture, options: new GraphOptions { CaptureContent = capture });
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        var own = spans.Where(span => span.TraceId == spans.First(root => (string?)root.GetTagItem("aidesk.run.id") == run.RunId.ToString()).TraceId).ToList();
        own.Select(span => span.DisplayName).Order(StringComparer.Ordinal).ShouldBe(["chat aidesk-scripted-1", "chat aidesk-scripted-1", "execute_tool get_order", "invoke_agent aidesk"]);
        own.Select(span => span.GetTagItem("gen_ai.operation.name")).Distinct().Count().ShouldBe(3);
        own.Where(span => span.DisplayName.StartsWith("chat", StringComparison.Ordinal)).ShouldAllBe(span => (int)span.GetTagItem("gen_ai.usage.output_tokens")! > 0);
        var texts = string.Join('\n', own.SelectMany(span => span.TagObjects).Select(tag => tag.Value?.ToString()));
        texts.Contains("ORD-100200", StringComparison.Ordinal).ShouldBe(capture);
    }

    [Fact]
    public void Validate_WrongOptions_NamesAll()
    {
        var options = new GraphOptions { Workers = 0, IdleTime = TimeSpan.Zero, Limits = new GraphLimits { Rewrites = 3, ModelCalls = 0 } };

        var message = Should.Throw<ArgumentException>(options.Validate).Message;

        foreach (var name in new[] { "Workers", "IdleTime", "Rewrites", "ModelCalls" })
        {
            message.ShouldContain(name);
        }
    }
}
