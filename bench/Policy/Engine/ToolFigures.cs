using System.Globalization;
using System.Text;
using System.Text.Json;
using AiDesk.Bench.Figures;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

namespace AiDesk.Bench.Policy.Engine;

/// <summary>The engine's checks of tool calls and tool outputs without a service, beside one pass of a JSON reader over the same bytes.</summary>
internal static class ToolFigures
{
    public static void Measure(FigureReport report)
    {
        var snapshot = EngineCalls.Compile(BenchPolicy.Document());
        Call(report, snapshot);
        Output(report, snapshot);
    }

    private static void Call(FigureReport report, PolicySnapshot snapshot)
    {
        const string name = "InspectToolCall alone, 50 tools, 50 rules, 10-property arguments";
        var check = EngineCalls.ToolCall;
        var work = new Evaluation();
        var sample = InProcess.Compare(
            () =>
            {
                work.Clear();
                AiDesk.Policy.PolicyEngine.InspectToolCall(snapshot, check, work);
            },
            () => Read(check.Arguments.Span));
        Allowed(work, name);
        report.RatioAtMost(name, sample.Microseconds, "us", sample.ReferenceMicroseconds, 8);
        report.AtMost($"{name}: time", sample.Microseconds, "us", null, 5);
        report.AtMost($"{name}: bytes allocated", sample.Bytes, "bytes", null, 200);
    }

    private static void Output(FigureReport report, PolicySnapshot snapshot)
    {
        const string name = "FilterToolOutput alone, 4 KB JSON";
        var check = new ToolOutputCheck { Context = EngineCalls.Context, CallId = "call", Tool = BenchPolicy.SearchTool, Output = Encoding.UTF8.GetBytes(Products()) };
        var work = new Evaluation();
        var sample = InProcess.Compare(
            () =>
            {
                work.Clear();
                AiDesk.Policy.PolicyEngine.InspectToolOutput(snapshot, check, work);
            },
            () => Read(check.Output.Span));
        Allowed(work, name);
        report.RatioAtMost(name, sample.Microseconds, "us", sample.ReferenceMicroseconds, 4);
        report.AtMost($"{name}: bytes allocated", sample.Bytes, "bytes", null, null);
    }

    /// <summary>4 KB as a shop's search would answer: some fields that the policy maps, some that it does not.</summary>
    private static string Products()
    {
        var json = new StringBuilder("""{"took_ms":12,"index":"products-7","products":[""");
        for (var i = 0; json.Length < 3_900; i++)
        {
            json.Append(CultureInfo.InvariantCulture, $$"""{{(i == 0 ? "" : ",")}}{"name":"Linen shirt, size {{i}}, washed blue","price":{{20 + i}}.95,"currency":"EUR","stock":{{i * 3}},"supplier":"north-{{i}}","margin":0.4{{i}},"active":true}""");
        }

        return json.Append("]}").ToString();
    }

    private static void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
        }
    }

    private static void Allowed(Evaluation work, string name)
    {
        if (work.Findings.Count > 0)
        {
            throw new InvalidOperationException($"{name} found {work.Findings.Items[0].Code}: nothing to compare.");
        }
    }
}
