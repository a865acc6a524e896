using System.Diagnostics.Metrics;
using AiDesk.Policy.Service.Observability;

namespace AiDesk.Policy.Service.Records;

/// <summary>Meter <c>AiDesk.Policy.Records</c>: how recording stands (docs/operations.md). Nothing is counted on the path that is not counted anyway.</summary>
internal sealed class RecordMetrics : IDisposable
{
    public const string MeterName = "AiDesk.Policy.Records";

    private readonly Meter _meter;

    public RecordMetrics(DecisionRecorder recorder, MeterScope scope)
    {
        _meter = scope.Create(MeterName);
        _meter.CreateObservableCounter("aidesk.records.written", () => recorder.Health.Written, "{record}", "Records that the sink has taken.");
        _meter.CreateObservableCounter("aidesk.records.dropped", () => Dropped(recorder.Health), "{record}", "Plain ALLOW decisions that were not recorded, by cause: overflow (the sink could not keep up), policy (records.plain_allow is drop).");
        _meter.CreateObservableCounter("aidesk.records.refused", () => recorder.Health.Refused, "{record}", "Records that had to be kept and could not be taken: their decisions were denied.");
        _meter.CreateObservableCounter("aidesk.records.damaged", () => recorder.Health.Damaged, "{record}", "Records that a power loss left broken in the journal.");
        _meter.CreateObservableGauge("aidesk.records.journal", () => recorder.Health.InJournal, "{record}", "Records in the journal that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.journal.size", () => recorder.Health.JournalBytes, "By", "Bytes of the journal that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.waiting.size", () => recorder.Health.WaitingBytes, "By", "Memory of plain ALLOW decisions that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.up", () => recorder.Health.IsTaking ? 1 : 0, "1", "1 while records that may not be lost can be taken; 0: their decisions are denied.");
        _meter.CreateObservableGauge("aidesk.records.waiting", () => recorder.Health.Waiting, "{record}", "Plain ALLOW decisions in memory that the sink has not got.");
        _meter.CreateObservableGauge("aidesk.records.sink.up", () => recorder.Health.IsWriting ? 1 : 0, "1", "1 while the sink takes what it is given.");
    }

    private static Measurement<long>[] Dropped(RecorderHealth health) =>
        [new(health.Dropped, new KeyValuePair<string, object?>("cause", "overflow")), new(health.DroppedByPolicy, new KeyValuePair<string, object?>("cause", "policy"))];

    public void Dispose() => _meter.Dispose();
}
