using System.Diagnostics;
using System.Runtime.InteropServices;
using Grpc.Core;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>The checks of one stream: each is evaluated when none of its correlation id is before it, by the thread that has it, and answered as soon as it is ready. One that waits for its counters keeps no thread.</summary>
internal sealed class StreamedChecks
{
    /// <summary>Most checks in flight: read, and their answers not written.</summary>
    public const int MostInFlight = 128;

    /// <summary>With so many bytes of checks in flight nothing more is read: one check more is the most that a stream holds.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Longest correlation id, UTF-16 units.</summary>
    public const int MaxCorrelationId = 128;

    private readonly Caller _caller;
    private readonly CheckAnswers _answers;
    private readonly StreamLife _life;
    private readonly CancellationToken _call;
    private readonly CheckLanes _lanes = new();
    private readonly AnswerOutbox _outbox;
    private readonly List<AcceptedCheck> _turn = new(CheckTurn.Most);
    private Exception? _fault;

    public StreamedChecks(Caller caller, CheckAnswers answers, IServerStreamWriter<Wire.CheckStreamResponse> responses, StreamLife life, CancellationToken call)
    {
        (_caller, _answers, _life, _call) = (caller, answers, life, call);
        _outbox = new AnswerOutbox(responses, _lanes.Leave, Break, call);
    }

    /// <summary>Why answers can no longer be given; null while they can.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Whether another check may be read before those that were are worked off.</summary>
    public bool HasRoom => _turn.Count < CheckTurn.Most && _lanes.IsFewer(MostInFlight, MostBytes);

    /// <summary>Waits until another check may be read.</summary>
    public ValueTask HasRoomAsync() => _lanes.FewerAsync(MostInFlight, MostBytes);

    /// <summary>Waits until whatever was read is answered.</summary>
    public ValueTask AllAnsweredAsync() => _lanes.FewerAsync(1, long.MaxValue);

    /// <summary>Takes a check that was read. It begins with <see cref="WorkOff"/>, or when those of its correlation id are answered.</summary>
    public void Accept(Wire.CheckStreamRequest request)
    {
        RequestRules.Required(request.CorrelationId, "correlation_id", MaxCorrelationId);
        var check = new AcceptedCheck(request, _answers.Enter(_caller), Stopwatch.GetTimestamp(), request.CalculateSize());
        if (_lanes.Enter(check))
        {
            _turn.Add(check);
        }
    }

    /// <summary>Evaluates what was accepted.</summary>
    public void WorkOff()
    {
        if (_turn.Count > 0)
        {
            var turn = new CheckTurn(this, [.. _turn]);
            _turn.Clear();
            turn.WorkOff();
        }
    }

    /// <summary>Evaluates checks of different correlation ids, and whatever waits behind them. Returns when they are answered or wait for their counters. Any thread.</summary>
    public void Evaluate(ReadOnlySpan<AcceptedCheck> checks)
    {
        var answered = new List<AcceptedCheck>(checks.Length);
        var ready = new List<ReadyAnswer>(checks.Length);
        List<AcceptedCheck> next = [];
        while (checks.Length > 0)
        {
            foreach (var check in checks)
            {
                var answer = _answers.AnswerAsync(_caller, check, _call);
                if (answer.IsCompletedSuccessfully)
                {
                    answered.Add(check);
                    ready.Add(new ReadyAnswer(answer.Result, check.Bytes));
                }
                else
                {
                    _ = FollowAsync(check, answer);
                }
            }

            _outbox.Post(CollectionsMarshal.AsSpan(ready));
            next = [];
            _lanes.Answered(CollectionsMarshal.AsSpan(answered), next);
            answered.Clear();
            ready.Clear();
            checks = CollectionsMarshal.AsSpan(next);
        }
    }

    private async Task FollowAsync(AcceptedCheck check, ValueTask<Wire.CheckStreamResponse> answer)
    {
        try
        {
            _outbox.Post([new ReadyAnswer(await answer, check.Bytes)]);
        }
        catch (OperationCanceledException cancelled)
        {
            Break(cancelled);
            _lanes.Leave(1, check.Bytes);
        }

        List<AcceptedCheck> next = [];
        _lanes.Answered([check], next);
        Evaluate(CollectionsMarshal.AsSpan(next));
    }

    private void Break(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        _life.Break();
    }
}
