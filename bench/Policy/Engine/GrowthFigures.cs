using System.Globalization;
using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.Bench.Policy.Engine;

/// <summary>The cost of a check as the policy, the tenants and the text grow: flat in the first two, linear in the last.</summary>
internal static class GrowthFigures
{
    private const double Flat = 1.25;

    public static void Measure(FigureReport report)
    {
        Rules(report);
        Tenants(report);
        Characters(report);
    }

    private static void Rules(FigureReport report)
    {
        var few = EngineCalls.Compile(BenchPolicy.Document(rules: 10, tools: 50));
        foreach (var rules in new[] { 100, 1_000 })
        {
            var many = EngineCalls.Compile(BenchPolicy.Document(rules, tools: 50));
            var sample = InProcess.Compare(Call(many), Call(few));
            report.RatioAtMost($"InspectToolCall, {Number(rules)} rules beside 10", sample.Microseconds, "us", sample.ReferenceMicroseconds, Flat);
            Point(report, "rules", "rules of the tenant", rules, 10, sample);
        }
    }

    /// <summary>Finding the tenant's snapshot and judging by it, tenants in turn: as many snapshots as tenants, compiled from one text.</summary>
    private static void Tenants(FigureReport report)
    {
        var compiled = EngineCalls.Compile(BenchPolicy.Document());
        var one = Held(compiled, 1);
        foreach (var tenants in new[] { 10, 100, 1_000, 10_000 })
        {
            var sample = InProcess.Compare(Calls(Held(compiled, tenants), tenants), Calls(one, 1));
            report.RatioAtMost($"InspectToolCall, {Number(tenants)} tenants beside 1", sample.Microseconds, "us", sample.ReferenceMicroseconds, Flat);
            Point(report, "tenants", "tenants, asked in turn", tenants, 1, sample);
        }
    }

    private static void Characters(FigureReport report)
    {
        const int base_ = 1_000;
        var snapshot = EngineCalls.Compile(BenchPolicy.Document().Replace("max_chars: 4000", "max_chars: 32000", StringComparison.Ordinal));
        foreach (var characters in new[] { 100, 4_000, 16_000, 32_000 })
        {
            var sample = InProcess.Compare(Text(snapshot, characters), Text(snapshot, base_));
            report.RatioAtMost(
                $"InspectInput, {Number(characters)} characters: ns a character beside {Number(base_)}",
                sample.Microseconds * 1_000 / characters, "ns", sample.ReferenceMicroseconds * 1_000 / base_, characters < base_ ? 2 : Flat);
            report.Point("InspectInput as the message grows", "InspectInput", "characters", "us", characters, sample.Microseconds);
            if (characters < base_)
            {
                report.Point("InspectInput as the message grows", "InspectInput", "characters", "us", base_, sample.ReferenceMicroseconds);
            }
        }
    }

    /// <summary>The first comparison of a line is its first point too.</summary>
    private static void Point(FigureReport report, string line, string across, int x, int first, InProcessSample sample)
    {
        var plot = $"InspectToolCall as {line} grow";
        if (x is 100 && first is 10 || x is 10 && first is 1)
        {
            report.Point(plot, line, across, "us", first, sample.ReferenceMicroseconds);
        }

        report.Point(plot, line, across, "us", x, sample.Microseconds);
    }

    private static PolicySnapshots Held(PolicySnapshot compiled, int tenants)
    {
        var snapshots = new PolicySnapshots();
        for (var i = 0; i < tenants; i++)
        {
            snapshots.Put(compiled with { Tenant = Name(i) });
        }

        return snapshots;
    }

    private static Action Call(PolicySnapshot snapshot)
    {
        var work = new Evaluation();
        var check = EngineCalls.ToolCall;
        return () =>
        {
            work.Clear();
            AiDesk.Policy.PolicyEngine.InspectToolCall(snapshot, check, work);
        };
    }

    private static Action Calls(PolicySnapshots snapshots, int tenants)
    {
        var work = new Evaluation();
        var check = EngineCalls.ToolCall;
        string[] names = [.. Enumerable.Range(0, tenants).Select(Name)];
        var next = 0;
        return () =>
        {
            next = next + 1 < tenants ? next + 1 : 0;
            work.Clear();
            AiDesk.Policy.PolicyEngine.InspectToolCall(snapshots.For(names[next])!, check, work);
        };
    }

    private static Action Text(PolicySnapshot snapshot, int characters)
    {
        var work = new Evaluation();
        var check = new InputCheck { Context = EngineCalls.Context, MessageId = "m", Message = SampleText.Of(SampleText.Ascii, characters, 1) };
        return () =>
        {
            work.Clear();
            AiDesk.Policy.PolicyEngine.InspectInput(snapshot, check, work);
        };
    }

    private static string Name(int tenant) => string.Create(CultureInfo.InvariantCulture, $"tenant-{tenant}");

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
