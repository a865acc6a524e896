using System.Collections.Frozen;
using System.Diagnostics;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Policy.Service.Records;
using Grpc.Core;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Observability;

/// <summary>
/// The series that every call measures, found once: six measurements by way of their instruments cost a call more than a microsecond, mostly for finding the
/// same series again. These are of Prometheus only.
/// </summary>
internal sealed class HotSeries
{
    /// <summary>The RPCs that decide.</summary>
    public static readonly RecordedRpc[] Checks =
        [RecordedRpc.CheckInput, RecordedRpc.CheckToolCall, RecordedRpc.FilterToolOutput, RecordedRpc.CheckOutput, RecordedRpc.ResolveApproval];

    private static readonly string[] StepNames = ["inspect", "counters", "decide"];
    private static readonly int Verdicts = Enum.GetValues<Verdict>().Length;
    private static readonly int Reasons = Enum.GetValues<Reason>().Length;

    private readonly MetricFamily _decisions;
    private readonly Series?[] _byReason = new Series?[Enum.GetValues<RecordedRpc>().Length * Verdicts * Reasons];
    private readonly FrozenDictionary<string, Series> _calls;
    private readonly FrozenDictionary<string, Series[]> _steps;

    public HotSeries(MetricFamily decisions, MetricFamily calls, MetricFamily checks)
    {
        _decisions = decisions;
        _calls = Wire.PolicyServiceReflection.Descriptor.Services.Concat(Wire.PolicyAdminReflection.Descriptor.Services)
            .SelectMany(service => service.Methods)
            .ToFrozenDictionary(rpc => rpc.Name, rpc => calls.Of([new("rpc", rpc.Name), new("code", nameof(StatusCode.OK))]), StringComparer.Ordinal);
        _steps = Checks.ToFrozenDictionary(
            DecisionLabels.Of,
            rpc => StepNames.Select(step => checks.Of([new("rpc", DecisionLabels.Of(rpc)), new("step", step)])).ToArray(),
            StringComparer.Ordinal);
        foreach (var rpc in Checks)
        {
            OfReason(rpc, Verdict.Allow, Reason.Ok);
        }
    }

    public void Decided(RecordedRpc rpc, Decision decision) => OfReason(rpc, decision.Verdict, decision.Reason).Add(1);

    /// <summary>Of calls that went well; null for an RPC that is none of ours.</summary>
    public Series? CallOf(string rpc) => _calls.GetValueOrDefault(rpc);

    /// <summary>False for an RPC that is no check.</summary>
    public bool Checked(string rpc, long begun, long inspected, long read, long decided)
    {
        if (!_steps.TryGetValue(rpc, out var steps))
        {
            return false;
        }

        steps[0].Measure(Stopwatch.GetElapsedTime(begun, inspected).TotalSeconds);
        steps[1].Measure(Stopwatch.GetElapsedTime(inspected, read).TotalSeconds);
        steps[2].Measure(Stopwatch.GetElapsedTime(read, decided).TotalSeconds);
        return true;
    }

    private Series OfReason(RecordedRpc rpc, Verdict verdict, Reason reason)
    {
        ref var series = ref _byReason[((((int)rpc * Verdicts) + (int)verdict) * Reasons) + (int)reason];
        return series ??= _decisions.Of([new("rpc", DecisionLabels.Of(rpc)), new("verdict", DecisionLabels.Of(verdict)), new("reason", DecisionLabels.Of(reason))]);
    }
}
