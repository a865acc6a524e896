using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.Replay;
using AiDesk.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Records every decision. The line is made on the path, in a reused buffer; hashing and writing happen off it. Interventions, reservations, settles and
/// events are in the journal when <c>Record</c> comes back, or it answers false and the decision must become DENY with RECORDING_UNAVAILABLE. A plain ALLOW
/// waits in memory, may be dropped when the sink cannot keep up, and is counted; where the policy keeps it, it goes the way of interventions, and where the
/// policy drops it, it is only counted.
/// </summary>
internal sealed class DecisionRecorder : IAsyncDisposable
{
    private readonly RecordQueue _queue;
    private readonly RecordWriter _writer;
    private readonly IRecordSink _sink;
    private readonly Journal _journal;
    private readonly ILogger _log;
    private readonly JournalAppend _append;
    private readonly DecisionRecorderOptions _options;
    private readonly WakeUp _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly InputHash _hash;
    private readonly InputHash _hashOnPath;
    private readonly Task _running;
    private long _dropped;
    private long _droppedByPolicy;
    private long _refused;
    private int _disposed;
    private bool _refusing;

    public DecisionRecorder(IRecordSink sink, Journal journal, KeyRing ring, TimeProvider clock, DecisionRecorderOptions? options = null, ILogger<DecisionRecorder>? log = null)
    {
        _options = options ?? new DecisionRecorderOptions();
        _sink = sink;
        _log = log ?? NullLogger<DecisionRecorder>.Instance;
        _journal = journal;
        _queue = new RecordQueue(_options);
        _hash = new InputHash(ring);
        _hashOnPath = new InputHash(ring);
        _append = new JournalAppend(journal, _hashOnPath);
        _writer = new RecordWriter(_queue, journal, sink, _hash, _wake, _options, clock, _log);
        _running = Task.Run(() => _writer.RunAsync(_stop.Token), CancellationToken.None);
    }

    public RecorderHealth Health => new(
        _journal.Fault, _writer.Fault, _journal.Waiting, _queue.Waiting, _queue.WaitingBytes, _writer.Written, Interlocked.Read(ref _dropped), Interlocked.Read(ref _droppedByPolicy), Interlocked.Read(ref _refused), _journal.Damaged, _journal.Bytes);

    /// <summary>False when the decision had to be recorded and could not be taken.</summary>
    public bool Record(Evaluation evaluation, in RequestFacts facts)
    {
        var intervenes = evaluation.Decision.Verdict != Verdict.Allow || evaluation.Decision.EnforcedVerdict != evaluation.Decision.Verdict;
        var isPlain = !intervenes && !evaluation.Counters.Readings.Reserved;
        if (isPlain && facts.PlainAllow == PlainAllowRule.Drop)
        {
            Interlocked.Increment(ref _droppedByPolicy);
            return true;
        }

        var line = _queue.Rent();
        line.Id = evaluation.Decision.Id;
        DecisionLine.Write(line, evaluation, facts);
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
        if (line.Capture && facts.Input is { } input)
        {
            CapturedLine.Write(line.Json, input, evaluation);
        }

        return Add(line, mayBeLost: isPlain && facts.PlainAllow == PlainAllowRule.Droppable && facts.Capture != CaptureRule.All);
    }

    /// <summary>As <see cref="Record(Evaluation, in RequestFacts)"/>; a settle is never dropped.</summary>
    public bool Record(in SettleFacts facts)
    {
        var line = _queue.Rent();
        line.Id = DecisionIds.Next(facts.Time);
        line.Tenant = facts.Tenant;
        SettleLine.Write(line, facts);
        return Add(line, mayBeLost: false);
    }

    /// <summary>As <see cref="Record(Evaluation, in RequestFacts)"/>; an event is never dropped.</summary>
    public bool Record(in EventFacts facts)
    {
        var line = _queue.Rent();
        line.Id = DecisionIds.Next(facts.Time);
        line.Tenant = facts.Tenant;
        EventLine.Write(line, facts);
        return Add(line, mayBeLost: false);
    }

    /// <summary>As <see cref="Record(Evaluation, in RequestFacts)"/>; a commit is never dropped.</summary>
    public bool Record(Counters.Ledgers.LedgerRow row)
    {
        var line = _queue.Rent();
        line.Id = DecisionIds.Next(DateTimeOffset.FromUnixTimeMilliseconds(row.At));
        line.Tenant = row.Tenant;
        CommitLine.Write(line, row);
        return Add(line, mayBeLost: false);
    }

    /// <summary>
    /// Writes what waits, for at most <see cref="DecisionRecorderOptions.StopWithin"/>. What is in the journal then is written at the next start; plain
    /// ALLOWs that could not be are counted in <see cref="Health"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Close();
        _wake.Call();
        _stop.CancelAfter(_options.StopWithin);
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The sink did not take it in time.
        }
        finally
        {
            await _sink.DisposeAsync().ConfigureAwait(false);
            await _journal.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
            _queue.Dispose();
            _hash.Dispose();
            _hashOnPath.Dispose();
        }
    }

    private bool Add(RecordBuffer line, bool mayBeLost)
    {
        line.Order = Stopwatch.GetTimestamp();
        if (line.Written.Length > RecordLimits.Line)
        {
            line.Cut();
        }

        return mayBeLost ? AddToRing(line) : AddToJournal(line);
    }

    private bool AddToJournal(RecordBuffer line)
    {
        var taken = _append.TryAppend(line);
        _queue.ReturnHere(line);
        if (taken)
        {
            if (Volatile.Read(ref _refusing))
            {
                Volatile.Write(ref _refusing, false);
            }

            _wake.Call();
        }
        else
        {
            Interlocked.Increment(ref _refused);
            if (!Interlocked.Exchange(ref _refusing, true))
            {
                // Once until something is taken again.
                _log.JournalDown(_journal.Fault is { Length: > 0 } fault ? fault : "the next part of the journal is not ready");
            }
        }

        return taken;
    }

    private bool AddToRing(RecordBuffer line)
    {
        line.Size = line.Written.Length + (sizeof(char) * (long)(line.Text?.Length ?? 0)) + line.Utf8.WrittenCount;
        if (_queue.TryAdd(line))
        {
            _wake.Call();
        }
        else
        {
            _queue.Return(line);
            Interlocked.Increment(ref _dropped);
        }

        return true;
    }
}
