using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Records;

/// <summary>Meter <c>AiDesk.Policy.Records</c>: how recording stands (docs/operations.md). Nothing is counted on the path that is not counted anyway.</summary>
internal sealed class RecordMetrics : IDisposable
{
    public const string MeterName = "AiDesk.Policy.Records";

    private readonly Meter _meter = new(MeterName);

    public RecordMetrics(DecisionRecorder recorder)
    {
        _meter.CreateObservableCounter("aidesk.records.written", () => recorder.Health.Written, "{record}", "Records that the sink has taken.");
        _meter.CreateObservableCounter("aidesk.records.dropped", () => recorder.Health.Dropped, "{record}", "Plain ALLOW decisions that were not recorded.");
        _meter.CreateObservableCounter("aidesk.records.refused", () => recorder.Health.Refused, "{record}", "Records that had to be kept and could not be taken: their decisions were denied.");
        _meter.CreateObservableCounter("aidesk.records.damaged", () => recorder.Health.Damaged, "{record}", "Records that a power loss left broken in the journal.");
        _meter.CreateObservableGauge("aidesk.records.journal", () => recorder.Health.InJournal, "{record}", "Records in the journal that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.waiting", () => recorder.Health.Waiting, "{record}", "Plain ALLOW decisions in memory that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.sink.up", () => recorder.Health.IsWriting ? 1 : 0, "1", "1 while the sink takes what it is given.");
    }

    public void Dispose() => _meter.Dispose();
}
