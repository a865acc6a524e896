using System.Diagnostics;
using AiDesk.Policy.Service.Grpc.Admission;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>
/// The checks of one stream. What can be answered at once is, by the thread that read it, with nothing kept of it; what waits is in flight, and those of the same correlation id that come meanwhile
/// wait behind it. One thread reads; answers come from any.
/// </summary>
internal sealed class StreamedChecks(Caller caller, CheckAnswers answers, AdmissionGate gate, AnswerWriter writer, StreamLife life, CancellationToken call)
{
    /// <summary>Most checks in flight.</summary>
    public const int MostInFlight = 128;

    /// <summary>With so many bytes of checks in flight nothing more is read: one check more than that is the most that a stream holds.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Longest correlation id, UTF-16 units.</summary>
    public const int MaxCorrelationId = 128;

    private readonly Lock _gate = new();

    /// <summary>By correlation id: those that wait behind the one that is being evaluated; null for none.</summary>
    private readonly Dictionary<string, Queue<AcceptedCheck>?> _lanes = new(StringComparer.Ordinal);

    private volatile int _inFlight;
    private long _bytes;
    private Waiting? _waiting;

    /// <summary>Why answers can no longer be written; null while they can.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Takes a check that was read. Waits only while the caller does not take answers.</summary>
    public ValueTask AcceptAsync(Wire.CheckStreamRequest request)
    {
        RequestRules.Required(request.CorrelationId, "correlation_id", MaxCorrelationId);
        var check = new AcceptedCheck(request, gate.TryEnter(caller.Principal.Tenant, out var load) ? load : null, Stopwatch.GetTimestamp());
        if (_inFlight > 0 && IsBehindAnother(check))
        {
            return ValueTask.CompletedTask;
        }

        var answer = answers.AnswerAsync(caller, check, call);
        if (answer.IsCompletedSuccessfully)
        {
            return writer.WriteAsync(answer.Result);
        }

        var bytes = check.Bytes;
        lock (_gate)
        {
            _lanes.Add(request.CorrelationId, null);
            Enter(bytes);
        }

        _ = FollowAsync(request.CorrelationId, answer, bytes);
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until another check may be read.</summary>
    public ValueTask HasRoomAsync() => _inFlight == 0 ? ValueTask.CompletedTask : FewerAsync(MostInFlight, MostBytes);

    /// <summary>Waits until whatever was read is answered.</summary>
    public ValueTask AllAnsweredAsync() => FewerAsync(1, long.MaxValue);

    private ValueTask FewerAsync(int checks, long bytes)
    {
        lock (_gate)
        {
            if (_inFlight < checks && _bytes < bytes)
            {
                return ValueTask.CompletedTask;
            }

            _waiting = new Waiting(checks, bytes);
            return new ValueTask(_waiting.Task);
        }
    }

    private bool IsBehindAnother(AcceptedCheck check)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(check.Request.CorrelationId, out var lane))
            {
                return false;
            }

            if (lane is null)
            {
                _lanes[check.Request.CorrelationId] = lane = new Queue<AcceptedCheck>();
            }

            lane.Enqueue(check);
            Enter(check.Bytes);
            return true;
        }
    }

    /// <summary>To the end of those with this correlation id: the next one begins when the last one's answer is written.</summary>
    private async Task FollowAsync(string correlationId, ValueTask<Wire.CheckStreamResponse> answer, int bytes)
    {
        try
        {
            while (true)
            {
                await writer.WriteAsync(await answer);
                if (!TryNext(correlationId, bytes, out var next))
                {
                    return;
                }

                bytes = next.Bytes;
                answer = answers.AnswerAsync(caller, next, call);
            }
        }
        catch (Exception fault)
        {
            Break(correlationId, bytes, fault);
        }
    }

    private bool TryNext(string correlationId, int bytes, out AcceptedCheck next)
    {
        next = default;
        lock (_gate)
        {
            var found = _lanes[correlationId]?.TryDequeue(out next) == true;
            if (!found)
            {
                _lanes.Remove(correlationId);
            }

            Leave(bytes);
            return found;
        }
    }

    /// <summary>Nobody takes answers any more: what waits behind this one is not begun.</summary>
    private void Break(string correlationId, int bytes, Exception fault)
    {
        lock (_gate)
        {
            Fault ??= fault;
            _lanes.Remove(correlationId, out var lane);
            Leave(bytes);
            while (lane?.TryDequeue(out var next) == true)
            {
                answers.Leave(next);
                Leave(next.Bytes);
            }
        }

        life.Break();
    }

    private void Enter(int bytes)
    {
        _inFlight++;
        _bytes += bytes;
    }

    private void Leave(int bytes)
    {
        _inFlight--;
        _bytes -= bytes;
        if (_waiting is { } waiting && _inFlight < waiting.Checks && _bytes < waiting.Bytes)
        {
            _waiting = null;
            waiting.SetResult();
        }
    }

    /// <summary>The reader waits until there are fewer.</summary>
    private sealed class Waiting(int checks, long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Checks => checks;

        public long Bytes => bytes;
    }
}
