using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Kind = AiDesk.Policy.V1.CheckStreamRequest.CheckOneofCase;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>Answers one check of a stream as the RPC of its name does: the same handler, metrics, span and place among the calls in flight. What that RPC would end with is an answer too.</summary>
internal sealed class CheckAnswers(
    CheckInputHandler checkInput,
    CheckToolCallHandler checkToolCall,
    FilterToolOutputHandler filterToolOutput,
    CheckOutputHandler checkOutput,
    PolicySnapshots snapshots,
    AdmissionGate gate,
    ServiceMetrics metrics,
    ILogger<CheckAnswers> log)
{
    /// <summary>Ends without waiting, and without a task of its own, where the counters answer at once. Throws only what ends the stream: its cancellation.</summary>
    /// <param name="stream">Who opened the stream, with the policy of then: the check is decided by the one in force now.</param>
    /// <param name="check">Leaves its place when it is answered.</param>
    /// <param name="cancellationToken">Of the stream's call.</param>
    public async ValueTask<CheckStreamResponse> AnswerAsync(Caller stream, AcceptedCheck check, CancellationToken cancellationToken)
    {
        var request = check.Request;
        var rpc = RpcOf(request.CheckCase);
        var span = RpcTracing.StartCheck(rpc);
        var code = StatusCode.OK;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var caller = check.Load is null ? throw Overload.Refusal() : Current(stream);
            var response = new CheckStreamResponse { CorrelationId = request.CorrelationId };
            switch (request.CheckCase)
            {
                case Kind.CheckInput:
                    response.CheckInput = await checkInput.HandleAsync(caller, request.CheckInput, cancellationToken);
                    break;
                case Kind.CheckToolCall:
                    response.CheckToolCall = await checkToolCall.HandleAsync(caller, request.CheckToolCall, cancellationToken);
                    break;
                case Kind.FilterToolOutput:
                    response.FilterToolOutput = await filterToolOutput.HandleAsync(caller, request.FilterToolOutput, cancellationToken);
                    break;
                case Kind.CheckOutput:
                    response.CheckOutput = await checkOutput.HandleAsync(caller, request.CheckOutput, cancellationToken);
                    break;
                default:
                    throw RpcErrors.Required("check");
            }

            return response;
        }
        catch (RpcException fault)
        {
            code = fault.StatusCode;
            return CheckErrors.Answer(request.CorrelationId, fault);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            code = StatusCode.Cancelled;
            throw;
        }
        catch (Exception fault)
        {
            code = StatusCode.Internal;
            log.CallFailed(rpc, FaultText.Of(fault));
            return CheckErrors.Answer(request.CorrelationId, RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside"));
        }
        finally
        {
            if (check.Load is { } load)
            {
                gate.Leave(load);
            }

            metrics.Ended(rpc, code, check.Begun);
            RpcTracing.Ended(span, code);
        }
    }

    /// <summary>A place among the calls in flight, which the check leaves when it is evaluated; null when there is none for its tenant.</summary>
    public TenantLoad? Enter(Caller stream) => gate.TryEnter(stream.Principal.Tenant, out var load) ? load : null;

    private Caller Current(Caller stream)
    {
        var snapshot = snapshots.For(stream.Principal.Tenant) ?? throw RpcErrors.TenantUnknown();
        return ReferenceEquals(snapshot, stream.Snapshot) ? stream : stream with { Snapshot = snapshot };
    }

    private static string RpcOf(Kind kind) => kind switch
    {
        Kind.CheckInput => InputSteps.Rpc,
        Kind.CheckToolCall => ToolCallSteps.Rpc,
        Kind.FilterToolOutput => ToolOutputSteps.Rpc,
        Kind.CheckOutput => OutputSteps.Rpc,
        _ => "CheckStream",
    };
}
