using System.Diagnostics;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Output.Streaming;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>One reply that comes in a stream: what was said of it first, what of it has come, and its one decision.</summary>
internal sealed class StreamedReply
{
    private readonly Caller _caller;
    private readonly CheckPipeline _pipeline;
    private readonly ReplyDecision _decision;
    private readonly EvaluationPool _pool;
    private readonly Wire.CheckOutputRequest _request;
    private readonly OutputCheck _check;
    private readonly ReplyStream _stream;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _bytes;
    private bool _decided;

    public StreamedReply(Caller caller, Wire.CheckOutputStreamOpen open, CheckPipeline pipeline, ReplyDecision decision, EvaluationPool pool)
    {
        (_caller, _pipeline, _decision, _pool) = (caller, pipeline, decision, pool);
        RequestRules.Bounded(open.RequestId, "request_id", RequestRules.MaxRequestId);
        _request = new Wire.CheckOutputRequest { Context = open.Context, RequestId = open.RequestId, Author = open.Author, Channel = open.Channel };
        ReplyDecision.Validate(_request);
        _check = decision.Map(caller, _request);
        _stream = new ReplyStream(caller.Snapshot);
    }

    public Wire.ReleasePace Pace => (Wire.ReleasePace)_stream.Pace;

    public bool Stopped => _stream.Stopped;

    /// <summary>Takes a chunk, and judges and releases what can be.</summary>
    public async ValueTask<string> AppendAsync(string chunk, CancellationToken cancellationToken)
    {
        if (chunk.Length > StreamLimits.MaxChunk)
        {
            throw RpcErrors.Invalid("text", $"has {chunk.Length} UTF-16 units; the most of one message is {StreamLimits.MaxChunk}");
        }

        _bytes += Encoding.UTF8.GetByteCount(chunk);
        if (_bytes > StreamLimits.MaxText || !_stream.TryAppend(chunk))
        {
            throw RpcErrors.Invalid("text", $"comes to more than {StreamLimits.MaxText} bytes; that is the most of one reply");
        }

        while (_stream.TryNext(out var window))
        {
            using var lease = _pool.Rent();
            await _pipeline.ProbeAsync<OutputCheck, OutputSteps>(_caller.Snapshot, _check with { Text = window.Text }, lease.Work, cancellationToken);
            _stream.Judge(lease.Work);
        }

        return _stream.Fresh().ToString();
    }

    /// <summary>The decision on the whole, recorded, and the rest that it lets go.</summary>
    public async ValueTask<(Wire.Decision Decision, string Text)> EndAsync(CancellationToken cancellationToken)
    {
        using var lease = _pool.Rent();
        _request.Text = _stream.Text.ToString();
        var decision = await _decision.MakeAsync(_caller, _request, _stream, ReplyEnd.Complete, _started, lease.Work, cancellationToken);
        _decided = true;
        _stream.Finish(lease.Work);
        return (decision, _stream.Fresh().ToString());
    }

    /// <summary>The stream broke off: what had come, and in part has left, is decided on and recorded all the same. Nothing more is released.</summary>
    public async ValueTask BreakAsync()
    {
        if (_decided || _stream.Length == 0)
        {
            return;
        }

        _decided = true;
        using var lease = _pool.Rent();
        _request.Text = _stream.Text.ToString();

        // Not the caller's cancellation, which is why it broke: what has left is recorded whether or not somebody still waits.
        await _decision.MakeAsync(_caller, _request, _stream, ReplyEnd.Broken, _started, lease.Work, CancellationToken.None);
    }
}
