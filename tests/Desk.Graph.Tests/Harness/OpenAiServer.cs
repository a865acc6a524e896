using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Agent.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>OpenAI's chat completions on a free loopback port, answered by a model of ours: streamed, with tool calls in pieces. It can be told to fail.</summary>
internal sealed class OpenAiServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private OpenAiServer(WebApplication application) => _application = application;

    /// <summary>What the next requests get instead of an answer, in order.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Faults { get; } = new();

    /// <summary>Bodies of all requests.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = new();

    public string Authorization { get; private set; } = "";

    public ModelEndpoint Endpoint => new() { BaseUrl = new Uri(_application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1"), Key = "local-" + "key", Model = "scripted" };

    public static async Task<OpenAiServer> StartAsync(IChatClient model)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var server = new OpenAiServer(application);
        application.MapPost("/v1/chat/completions", context => server.AnswerAsync(context, model));
        await application.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>Answers a status.</summary>
    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync("""{"error":{"message":"no","type":"rate_limit"}}""", context.RequestAborted);
    };

    /// <summary>Answers nothing until the caller gives up.</summary>
    public static Func<HttpContext, Task> Hang { get; } = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>An event stream of these words.</summary>
    public static Func<HttpContext, Task> Events(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        }
    };

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, IChatClient model)
    {
        var request = (await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted))!;
        Requests.Enqueue(request);
        Authorization = context.Request.Headers.Authorization.ToString();
        if (Faults.TryDequeue(out var fault))
        {
            await fault(context);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var index = 0;
        await foreach (var update in model.GetStreamingResponseAsync(request["messages"]!.AsArray().Select(message => Message(message!)), Options(request), context.RequestAborted))
        {
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent text:
                        await SendAsync(context, Chunk(new JsonObject { ["content"] = text.Text }));
                        break;
                    case FunctionCallContent call:
                        await SendCallAsync(context, call, index++);
                        break;
                    case UsageContent usage:
                        await SendAsync(context, new JsonObject
                        {
                            ["id"] = "c1", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = "scripted", ["choices"] = new JsonArray(),
                            ["usage"] = new JsonObject
                            {
                                ["prompt_tokens"] = usage.Details.InputTokenCount, ["completion_tokens"] = usage.Details.OutputTokenCount,
                                ["total_tokens"] = usage.Details.InputTokenCount + usage.Details.OutputTokenCount,
                            },
                        });
                        break;
                }
            }
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    // Name first, then the arguments in three pieces, as real endpoints do.
    private static async Task SendCallAsync(HttpContext context, FunctionCallContent call, int index)
    {
        await SendAsync(context, Chunk(Call(index, new JsonObject { ["name"] = call.Name, ["arguments"] = "" }, call.CallId)));
        var arguments = ToolArguments.TextOf(call);
        foreach (var piece in arguments.Chunk((arguments.Length / 3) + 1))
        {
            await SendAsync(context, Chunk(Call(index, new JsonObject { ["arguments"] = new string(piece) }, null)));
        }
    }

    private static JsonObject Call(int index, JsonObject function, string? id)
    {
        var call = new JsonObject { ["index"] = index, ["function"] = function };
        if (id is not null)
        {
            call["id"] = id;
            call["type"] = "function";
        }

        return new JsonObject { ["tool_calls"] = new JsonArray(call) };
    }

    private static JsonObject Chunk(JsonObject delta) => new()
    {
        ["id"] = "c1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = "scripted",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = null }),
    };

    private static Task SendAsync(HttpContext context, JsonObject chunk) => context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n", context.RequestAborted);

    private static ChatMessage Message(JsonNode message)
    {
        var text = Text(message["content"]);
        switch (message["role"]!.GetValue<string>())
        {
            case "system":
                return new ChatMessage(ChatRole.System, text);
            case "tool":
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message["tool_call_id"]!.GetValue<string>(), text)]);
            case "assistant":
                var calls = message["tool_calls"]?.AsArray().Select(AIContent (call) => ToolArguments.Call(
                    call!["id"]!.GetValue<string>(), call["function"]!["name"]!.GetValue<string>(), call["function"]!["arguments"]!.GetValue<string>())).ToList();
                return calls is null ? new ChatMessage(ChatRole.Assistant, text) : new ChatMessage(ChatRole.Assistant, calls);
            default:
                return new ChatMessage(ChatRole.User, text);
        }
    }

    private static string Text(JsonNode? content) => content switch
    {
        JsonValue value => value.GetValue<string>(),
        JsonArray parts => string.Concat(parts.Select(part => part!["text"]!.GetValue<string>())),
        _ => "",
    };

    private static ChatOptions Options(JsonObject request) => new()
    {
        Tools = [.. request["tools"]?.AsArray().Select(AITool (tool) => AIFunctionFactory.CreateDeclaration(
            tool!["function"]!["name"]!.GetValue<string>(), null, JsonSerializer.Deserialize<JsonElement>(tool["function"]!["parameters"]!.ToJsonString()))) ?? []],
    };
}
