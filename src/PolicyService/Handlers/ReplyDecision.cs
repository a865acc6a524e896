using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The one decision on a whole reply, recorded: of CheckOutput, and of a stream at its end.</summary>
internal sealed class ReplyDecision(CheckPipeline pipeline, DecisionClosing closing)
{
    /// <summary>The RPC that a retry's fingerprint names where a stream was overheld: CheckOutput of the same text is another question.</summary>
    private const string Overheld = "CheckOutputStream/overheld";

    public static void Validate(Wire.CheckOutputRequest request)
    {
        RequestRules.Check(request.Context, needsRun: true);
        RequestRules.Bounded(request.Channel, "channel", RequestRules.MaxContextText);
        if (request.Author is not (Wire.ReplyAuthor.Model or Wire.ReplyAuthor.Human))
        {
            throw RpcErrors.UnknownEnum("author", (int)request.Author);
        }
    }

    public OutputCheck Map(Caller caller, Wire.CheckOutputRequest request) => new()
    {
        Context = ContextMapper.Map(request.Context, caller, pipeline.Now),
        Text = request.Text,
        WrittenByHuman = request.Author == Wire.ReplyAuthor.Human,
        Channel = request.Channel.Length > 0 ? request.Channel : request.Context.Channel,
    };

    /// <param name="caller">Who asks, and the policy that decides.</param>
    /// <param name="request">The whole reply.</param>
    /// <param name="stream">What was released of it; null when it did not come in a stream.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="started">When the call began.</param>
    /// <param name="work">Rented by the caller: holds the decision, and the redacted text.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async ValueTask<Wire.Decision> MakeAsync(
        Caller caller, Wire.CheckOutputRequest request, ReplyStream? stream, ReplyEnd end, long started, Evaluation work, CancellationToken cancellationToken)
    {
        CheckTimes.WatchIf(request.Context.Explain, work);
        var overheld = stream?.IsOverheld == true;
        var check = Map(caller, request) with { IsOverheld = overheld };
        var key = end == ReplyEnd.Broken ? RequestKey.None : RequestKey.Of(request.RequestId, overheld ? Overheld : OutputSteps.Rpc, caller, request);
        var snapshot = await pipeline.RunAsync<OutputCheck, OutputSteps>(caller, check, key, work, cancellationToken);
        if (end == ReplyEnd.Broken)
        {
            work.Findings.Add(new Finding("stream.broken", CheckKind.Request, Verdict.Allow, Reason.Ok));
        }

        if (stream?.Agrees(work) == false)
        {
            // Part of it has left that the whole does not let go, or not so.
            DecisionMaker.Overrule(work, CheckKind.Leaks, "leak.stream_overtaken", Reason.Leak);
            work.Checks.Set(CheckKind.Leaks, CheckOutcome.Ran);
            work.Decision.Obligations = Obligations.TransferToHuman;
            work.Decision.MessageKey = "guard.transfer";
        }

        await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.CheckOutput, check.Context, started) with
            {
                RequestId = request.RequestId,
                Text = request.Text,
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { Output = check },
            },
            work);
        return DecisionMapper.Map(snapshot, check.Context.Language, work, new SpanText(request.Text));
    }
}

/// <summary>How a reply ended.</summary>
internal enum ReplyEnd
{
    /// <summary>It is all there.</summary>
    Complete,

    /// <summary>Its stream broke off: the decision is on what had come.</summary>
    Broken,
}
