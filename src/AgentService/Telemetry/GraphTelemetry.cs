using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Telemetry;

/// <summary>
/// Spans and counts after OpenTelemetry's semantic conventions for generative AI. Texts of people are in neither unless GraphOptions.CaptureContent.
/// </summary>
internal static class GraphTelemetry
{
    /// <summary>Of the spans and of the meter.</summary>
    public const string Name = "AiDesk.Agent";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("aidesk.desk.runs", "{run}", "Runs that the graph brought to a rest, by outcome.");
    private static readonly Histogram<double> RunTime = Meter.CreateHistogram<double>("aidesk.desk.run.duration", "s", "Work of the graph on a run until it waits or ends.");
    private static readonly Histogram<double> ModelTime = Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Calls of the model.");
    private static readonly Counter<long> ModelCalls = Meter.CreateCounter<long>("aidesk.desk.model.calls", "{call}", "Calls of the model, by node and outcome.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("aidesk.desk.model.tokens", "{token}", "Tokens of the model, by type.");
    private static readonly Counter<long> ToolCalls = Meter.CreateCounter<long>("aidesk.desk.tool.calls", "{call}", "Tool calls that the model asked for, by tool and status.");

    public static Activity? BeginRun(ClaimedRun run, RunInput input)
    {
        var span = Source.StartActivity("invoke_agent aidesk", ActivityKind.Internal);
        span?.SetTag("gen_ai.operation.name", "invoke_agent");
        span?.SetTag("gen_ai.agent.name", "aidesk");
        span?.SetTag("gen_ai.conversation.id", input.ConversationId.ToString());
        span?.SetTag("aidesk.run.id", run.RunId.ToString());
        span?.SetTag("aidesk.run.attempt", run.Attempt);
        span?.SetTag("aidesk.mode", input.IsAutopilot ? "autopilot" : "copilot");
        return span;
    }

    public static void EndRun(Activity? span, string tenant, string outcome, TimeSpan time)
    {
        span?.SetTag("aidesk.tenant", tenant);
        span?.SetTag("aidesk.run.outcome", outcome);
        Runs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        RunTime.Record(time.TotalSeconds);
    }

    public static Activity? BeginChat(string model, string node, int maxTokens)
    {
        var span = Source.StartActivity("chat " + model, ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", "chat");
        span?.SetTag("gen_ai.request.model", model);
        span?.SetTag("gen_ai.request.max_tokens", maxTokens);
        span?.SetTag("gen_ai.output.type", "text");
        span?.SetTag("aidesk.node", node);
        return span;
    }

    public static void EndChat(Activity? span, string model, string node, string outcome, int inputTokens, int outputTokens, TimeSpan time)
    {
        span?.SetTag("gen_ai.response.model", model);
        span?.SetTag("gen_ai.usage.input_tokens", inputTokens);
        span?.SetTag("gen_ai.usage.output_tokens", outputTokens);
        if (outcome != "ok")
        {
            span?.SetStatus(ActivityStatusCode.Error);
            span?.SetTag("error.type", outcome);
        }

        ModelCalls.Add(1, new("node", node), new("outcome", outcome));
        Tokens.Add(inputTokens, new KeyValuePair<string, object?>("gen_ai.token.type", "input"));
        Tokens.Add(outputTokens, new KeyValuePair<string, object?>("gen_ai.token.type", "output"));
        ModelTime.Record(time.TotalSeconds, new("gen_ai.operation.name", "chat"), new("gen_ai.request.model", model));
    }

    public static Activity? BeginTool(string tool, string callId)
    {
        var span = Source.StartActivity("execute_tool " + tool, ActivityKind.Internal);
        span?.SetTag("gen_ai.operation.name", "execute_tool");
        span?.SetTag("gen_ai.tool.name", tool);
        span?.SetTag("gen_ai.tool.call.id", callId);
        span?.SetTag("gen_ai.tool.type", "function");
        return span;
    }

    /// <param name="span">Null when nobody listens.</param>
    /// <param name="tool">As the model wrote it; counted as "other" when the policy does not know it, so that a model cannot make labels.</param>
    /// <param name="isKnown">It is on offer.</param>
    /// <param name="status">done, failed, blocked, held, refused.</param>
    public static void EndTool(Activity? span, string tool, bool isKnown, string status)
    {
        span?.SetTag("aidesk.tool.status", status);
        if (status == "failed")
        {
            span?.SetStatus(ActivityStatusCode.Error);
            span?.SetTag("error.type", "tool_failed");
        }

        ToolCalls.Add(1, new("tool", isKnown ? tool : "other"), new("status", status));
    }
}
