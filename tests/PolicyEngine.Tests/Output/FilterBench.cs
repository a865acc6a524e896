using System.Collections.Frozen;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Output;

/// <summary>One tool with an output map, and the two steps of FilterToolOutput with counters that pass.</summary>
internal static class FilterBench
{
    public static readonly OutputField AnyText = new() { Type = OutputType.String };

    public static readonly OutputField AnyNumber = new() { Type = OutputType.Number };

    public static readonly OutputField AnyInteger = new() { Type = OutputType.Integer };

    public static readonly OutputField AnySwitch = new() { Type = OutputType.Boolean };

    public static OutputField Map(params (string Name, OutputField Field)[] fields) => new()
    {
        Type = OutputType.Object,
        Fields = fields.ToFrozenDictionary(field => field.Name, field => field.Field, StringComparer.Ordinal),
    };

    public static OutputField List(OutputField item, int max = 20) => new() { Type = OutputType.List, Item = item, Fields = item.Fields, Max = max };

    public static PolicySnapshot SnapshotOf(OutputField output) => new()
    {
        Tenant = "acme",
        Version = "0123456789abcdef",
        Tools = new Dictionary<string, ToolDefinition>(StringComparer.Ordinal) { ["tool"] = new() { Name = "tool", Output = output } }
            .ToFrozenDictionary(StringComparer.Ordinal),
    };

    public static ToolOutputCheck Check(byte[] json, ToolFailure? error = null, string tool = "tool") => new()
    {
        Context = new CallContext { SessionId = "s-1", RunId = "r-1", Mode = CallMode.Autopilot },
        CallId = "call-1",
        Tool = tool,
        Output = json,
        Error = error,
    };

    public static Evaluation Run(OutputField output, in ToolOutputCheck check)
    {
        var work = new Evaluation();
        var snapshot = SnapshotOf(output);
        ToolOutputInspector.Inspect(snapshot, check, work);
        foreach (ref var reading in work.Counters.Readings.Items[..work.Counters.Count])
        {
            reading.State = CounterState.Ok;
        }

        ToolOutputDecider.Decide(snapshot, check, work);
        return work;
    }

    public static Evaluation Run(OutputField output, string json) => Run(output, Check(Encoding.UTF8.GetBytes(json)));

    public static string Json(this Evaluation work) => Encoding.UTF8.GetString(work.Json.WrittenSpan);
}
