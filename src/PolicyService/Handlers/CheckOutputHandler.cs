using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>CheckOutput: before a reply leaves, whoever wrote it.</summary>
internal sealed class CheckOutputHandler(CheckPipeline pipeline, DecisionClosing closing, EvaluationPool pool)
{
    public async ValueTask<Wire.CheckOutputResponse> HandleAsync(Caller caller, Wire.CheckOutputRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        var check = Map(caller, request, pipeline.Now);
        var key = RequestKey.Of(request.RequestId, OutputSteps.Rpc, caller, request);
        var snapshot = await pipeline.RunAsync<OutputCheck, OutputSteps>(caller, check, key, work, cancellationToken);
        await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.CheckOutput, check.Context, started) with
            {
                RequestId = request.RequestId,
                Text = request.Text,
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { Output = check },
            },
            work);

        return new Wire.CheckOutputResponse
        {
            Decision = DecisionMapper.Map(snapshot, check.Context.Language, work, new SpanText(request.Text)),
            RedactedText = work.Decision.Obligations.HasFlag(Obligations.Redact) ? work.Cleaned[0].Text : "",
        };
    }

    private static void Validate(Wire.CheckOutputRequest request)
    {
        RequestRules.Check(request.Context, needsRun: true);
        RequestRules.Bounded(request.Channel, "channel", RequestRules.MaxContextText);
        if (request.Author is not (Wire.ReplyAuthor.Model or Wire.ReplyAuthor.Human))
        {
            throw RpcErrors.UnknownEnum("author", (int)request.Author);
        }
    }

    private static OutputCheck Map(Caller caller, Wire.CheckOutputRequest request, DateTimeOffset now) => new()
    {
        Context = ContextMapper.Map(request.Context, caller, now),
        Text = request.Text,
        WrittenByHuman = request.Author == Wire.ReplyAuthor.Human,
        Channel = request.Channel.Length > 0 ? request.Channel : request.Context.Channel,
    };
}
