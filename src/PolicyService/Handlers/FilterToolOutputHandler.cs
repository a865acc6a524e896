using System.Diagnostics;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Replay;
using AiDesk.Policy.Text;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>FilterToolOutput: after a tool ran, on its raw output or its error.</summary>
internal sealed class FilterToolOutputHandler(CheckPipeline pipeline, DecisionClosing closing, ToolCallGrants grants, EvaluationPool pool)
{
    public async ValueTask<Wire.FilterToolOutputResponse> HandleAsync(Caller caller, Wire.FilterToolOutputRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        grants.VerifyForOutput(caller, request);
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        CheckTimes.WatchIf(request.Context.Explain, work);
        using var output = new RentedUtf8(request.OutputJson);
        var check = Map(caller, request, output.Bytes, pipeline.Now);
        var key = RequestKey.Of(request.RequestId, ToolOutputSteps.Rpc, caller, request);
        var snapshot = await pipeline.RunAsync<ToolOutputCheck, ToolOutputSteps>(caller, check, key, work, cancellationToken);
        await closing.CloseAsync(
            DecisionFacts.Of(caller, snapshot, RecordedRpc.FilterToolOutput, check.Context, started) with
            {
                RequestId = request.RequestId,
                CallId = check.CallId,
                Tool = check.Tool,
                Text = RawText(request),
                Input = snapshot.Records.Capture == CaptureRule.None ? null : new CapturedCheck { ToolOutput = check },
            },
            work);

        var response = new Wire.FilterToolOutputResponse
        {
            Decision = DecisionMapper.Map(snapshot, check.Context.Language, work, default),
            SanitizedJson = Encoding.UTF8.GetString(work.Json.WrittenSpan),
            ErrorText = work.ErrorKey.Length == 0 ? "" : UserMessages.Text(work.ErrorKey, check.Context.Language),
            DroppedCount = work.DroppedCount,
        };
        response.DroppedFields.AddRange(work.DroppedFields);
        return response;
    }

    private static string RawText(Wire.FilterToolOutputRequest request) =>
        request.OutcomeCase == Wire.FilterToolOutputRequest.OutcomeOneofCase.OutputJson
            ? request.OutputJson
            : string.Join('\n', request.Error.Type, request.Error.Message, request.Error.Detail);

    private static void Validate(Wire.FilterToolOutputRequest request)
    {
        RequestRules.Check(request.Context, needsRun: true);
        RequestRules.Required(request.CallId, "call_id", RequestRules.MaxContextText);
        RequestRules.Required(request.Tool, "tool", RequestRules.MaxContextText);
        if (request.OutcomeCase == Wire.FilterToolOutputRequest.OutcomeOneofCase.None)
        {
            throw RpcErrors.Required("output_json");
        }

        RequestRules.Bounded(request.OutputJson, "output_json", RequestRules.MaxOutputBytes);
    }

    private static ToolOutputCheck Map(Caller caller, Wire.FilterToolOutputRequest request, ReadOnlyMemory<byte> output, DateTimeOffset now) => new()
    {
        Context = ContextMapper.Map(request.Context, caller, now),
        CallId = request.CallId,
        Tool = request.Tool,
        Output = request.OutcomeCase == Wire.FilterToolOutputRequest.OutcomeOneofCase.OutputJson ? output : default,
        Error = request.OutcomeCase == Wire.FilterToolOutputRequest.OutcomeOneofCase.Error
            ? new ToolFailure(request.Error.Type, request.Error.Message, request.Error.Detail)
            : null,
    };
}
