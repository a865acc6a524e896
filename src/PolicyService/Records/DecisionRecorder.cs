using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Records every decision. The line is made on the path, in a reused buffer; hashing and writing happen off it. Interventions, reservations and settles are
/// taken or refused, never dropped: when <c>Record</c> answers false the decision must become DENY with RECORDING_UNAVAILABLE. A plain ALLOW may be
/// dropped when the sink cannot keep up, and is counted.
/// </summary>
internal sealed class DecisionRecorder : IAsyncDisposable
{
    private readonly RecordQueue _queue;
    private readonly RecordWriter _writer;
    private readonly IRecordSink _sink;
    private readonly DecisionRecorderOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly InputHash _hash;
    private readonly Task _running;
    private long _dropped;
    private long _refused;
    private int _disposed;

    public DecisionRecorder(IRecordSink sink, KeyRing ring, TimeProvider clock, DecisionRecorderOptions? options = null)
    {
        _options = options ?? new DecisionRecorderOptions();
        _sink = sink;
        _queue = new RecordQueue(_options);
        _hash = new InputHash(ring);
        _writer = new RecordWriter(_queue, sink, _hash, _options, clock);
        _running = Task.Run(() => _writer.RunAsync(_stop.Token), CancellationToken.None);
    }

    public RecorderHealth Health =>
        new(_writer.Fault.Length == 0 && !_running.IsCompleted, _writer.Fault, _queue.Waiting, _queue.WaitingBytes, _writer.Written, Interlocked.Read(ref _dropped), Interlocked.Read(ref _refused));

    /// <summary>False when the decision had to be recorded and could not be taken.</summary>
    public bool Record(Evaluation evaluation, in RequestFacts facts)
    {
        var line = _queue.Rent();
        var intervenes = evaluation.Decision.Verdict != Verdict.Allow || evaluation.Decision.EnforcedVerdict != evaluation.Decision.Verdict;
        DecisionLine.Write(line.Json, evaluation, facts);
        if (intervenes)
        {
            InterventionLine.Write(line, evaluation, facts);
        }

        line.Tenant = facts.Tenant;
        line.Text = facts.Text;
        if (facts.Text is null && !facts.Utf8.IsEmpty)
        {
            System.Buffers.BuffersExtensions.Write(line.Utf8, facts.Utf8.Span);
        }

        line.Capture = facts.Capture == CaptureRule.All || (facts.Capture == CaptureRule.Interventions && intervenes);
        return Add(line, mayBeLost: !intervenes && !evaluation.Counters.Readings.Reserved);
    }

    /// <summary>As <see cref="Record(Evaluation, in RequestFacts)"/>; a settle is never dropped.</summary>
    public bool Record(in SettleFacts facts)
    {
        var line = _queue.Rent();
        SettleLine.Write(line.Json, facts);
        return Add(line, mayBeLost: false);
    }

    /// <summary>As <see cref="Record(Evaluation, in RequestFacts)"/>; an event is never dropped.</summary>
    public bool Record(in EventFacts facts)
    {
        var line = _queue.Rent();
        EventLine.Write(line.Json, facts);
        return Add(line, mayBeLost: false);
    }

    /// <summary>Writes what waits, for at most <see cref="DecisionRecorderOptions.StopWithin"/>. What could not be written by then is in <see cref="Health"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Close();
        _stop.CancelAfter(_options.StopWithin);
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The sink did not take it in time; Health.Waiting says how many are lost.
        }
        finally
        {
            await _sink.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
            _queue.Dispose();
            _hash.Dispose();
        }
    }

    private bool Add(RecordBuffer line, bool mayBeLost)
    {
        line.Json.Flush();
        line.Size = line.Written.Length + (sizeof(char) * (long)(line.Text?.Length ?? 0)) + line.Utf8.WrittenCount + line.Arguments.WrittenCount;
        if (_queue.TryAdd(line, mayBeLost))
        {
            return true;
        }

        _queue.Return(line);
        Interlocked.Increment(ref mayBeLost ? ref _dropped : ref _refused);
        return mayBeLost;
    }
}
