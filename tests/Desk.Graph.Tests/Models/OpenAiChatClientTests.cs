using AiDesk.Agent.Graph;
using AiDesk.Agent.Models;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace AiDesk.Desk.GraphTests.Models;

/// <summary>The client for OpenAI's wire format, over HTTP against an endpoint that serves the scripted model, in whole runs.</summary>
[Collection("graph")]
public sealed class OpenAiChatClientTests(GraphFixture fixture)
{
    private static readonly GraphOptions Quick = new() { Limits = new GraphLimits { ModelTime = TimeSpan.FromSeconds(20) } };

    public static TheoryData<string, string, string> Faults => new()
    {
        { "429 for ever", "model_error", "error" },
        { "retry after the call's time", "model_timeout", "timeout" },
        { "500", "model_error", "error" },
        { "401", "model_error", "error" },
        { "hang", "model_timeout", "timeout" },
        { "no events", "model_malformed", "malformed" },
        { "no JSON", "model_malformed", "malformed" },
        { "half JSON", "model_malformed", "malformed" },
        { "arguments without end", "model_endless", "malformed" },
    };

    [Fact]
    public async Task Process_OverHttp_StreamsAndCallsToolsInParallel()
    {
        await using var server = await OpenAiServer.StartAsync(new ScriptedChatClient(ModelScript.Desk));
        await using var desk = await GraphDesk.StartAsync(fixture, new OpenAiChatClient(server.Endpoint, TimeProvider.System), Quick);
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "emily", "Hi, my lamp is broken and I want to complain about it");

        run.State.ShouldBe("pending_approval", run.ToString());
        run.Draft.ShouldContain("T-1001");
        run.Intent.ShouldBe("complaint");
        run.ToolCalls.ShouldBe(2); // both in one answer
        run.ModelCalls.ShouldBe(2);
        server.Requests.Count.ShouldBe(2);
        server.Requests.ShouldAllBe(request => request["stream"]!.GetValue<bool>() && request["model"]!.GetValue<string>() == "scripted");
        server.Authorization.ShouldBe("Bearer " + server.Endpoint.Key);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT min(output_tokens) FROM desk.model_calls WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId })).ShouldBeGreaterThan(1);
        await Secrets.ShouldNotShowAsync(desk, CrmSeed.Shop);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Process_TooManyRequestsTwice_TriedAgainAfterRetryAfter(int status)
    {
        await using var server = await OpenAiServer.StartAsync(new ScriptedChatClient(ModelScript.Desk));
        server.Faults.Enqueue(OpenAiServer.Status(status, "0"));
        server.Faults.Enqueue(OpenAiServer.Status(status, "0"));
        await using var desk = await GraphDesk.StartAsync(fixture, new OpenAiChatClient(server.Endpoint, TimeProvider.System), Quick);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola");

        run.State.ShouldBe("pending_approval", run.ToString());
        run.ModelCalls.ShouldBe(1);
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Process_EndpointFails_HandedOver(string name, string outcome, string call)
    {
        await using var server = await OpenAiServer.StartAsync(new ScriptedChatClient(ModelScript.Desk));
        foreach (var fault in Enumerable.Repeat(Fault(name), 8))
        {
            server.Faults.Enqueue(fault);
        }

        var isSlow = name is "hang" or "retry after the call's time";
        await using var desk = await GraphDesk.StartAsync(
            fixture, new OpenAiChatClient(server.Endpoint, TimeProvider.System), new GraphOptions { Limits = new GraphLimits { ModelTime = TimeSpan.FromSeconds(isSlow ? 1 : 30) } });

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.State.ShouldBe("completed", run.ToString());
        run.Outcome.ShouldBe(outcome);
        run.TakenOver.ShouldBeTrue();
        run.ModelCalls.ShouldBe(run.InputDecisions);
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT outcome FROM desk.model_calls WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId })).ShouldBe(call);
    }

    [Fact]
    public async Task Process_ArgumentsThatAreNoObject_ModelToldAndBounded()
    {
        await using var server = await OpenAiServer.StartAsync(new AdversarialChatClient(AdversarialBehaviour.Named("no_object"), new Dictionary<string, string>(StringComparer.Ordinal)));
        await using var desk = await GraphDesk.StartAsync(fixture, new OpenAiChatClient(server.Endpoint, TimeProvider.System), Quick);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.Outcome.ShouldBe(RunOutcomes.ModelMalformed, run.ToString());
        run.ModelCalls.ShouldBeLessThanOrEqualTo(new GraphLimits().Faults + 1);
        run.ModelCalls.ShouldBe(run.InputDecisions);
    }

    [Fact]
    public async Task GetResponse_Whole_SameAsStreamed()
    {
        await using var server = await OpenAiServer.StartAsync(new ScriptedChatClient(ModelScript.Desk));
        using var client = new OpenAiChatClient(server.Endpoint, TimeProvider.System);

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.System, "Task: reply.\nin Spanish"), new ChatMessage(ChatRole.User, "Hola")]);

        response.Text.ShouldBe("intent: greeting\n¡Hola! ¿En qué puedo ayudarle?");
        response.Usage!.OutputTokenCount!.Value.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000/v1", true)]
    [InlineData("https://models.example/v1", true)]
    [InlineData("http://models.example/v1", false)]
    [InlineData("ftp://127.0.0.1/v1", false)]
    public void Problems_BaseUrl_HttpsOrLoopback(string url, bool good) =>
        new ModelEndpoint { BaseUrl = new Uri(url), Key = "k", Model = "m" }.Problems().Any().ShouldBe(!good);

    private static Func<HttpContext, Task> Fault(string name) => name switch
    {
        "429 for ever" => OpenAiServer.Status(429, "0"),
        "retry after the call's time" => OpenAiServer.Status(429, "15"),
        "500" => OpenAiServer.Status(500),
        "401" => OpenAiServer.Status(401),
        "hang" => OpenAiServer.Hang,
        "no events" => OpenAiServer.Events(),
        "no JSON" => OpenAiServer.Events("this is no JSON"),
        "half JSON" => OpenAiServer.Events("""{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Ho"""),
        _ => async context =>
        {
            context.Response.ContentType = "text/event-stream";
            var piece = """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"get_order","arguments":"PIECE"}}]}}]}"""
                .Replace("PIECE", new string('x', 1000), StringComparison.Ordinal);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync($"data: {piece}\n\n", context.RequestAborted);
            }
        },
    };
}
