using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Handlers.Streams;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>PolicyService on the wire: each RPC goes to its handler with the caller that <see cref="CallerInterceptor"/> verified.</summary>
internal sealed class PolicyGrpcService(
    CheckInputHandler checkInput,
    CheckToolCallHandler checkToolCall,
    FilterToolOutputHandler filterToolOutput,
    CheckOutputHandler checkOutput,
    CheckOutputStreamHandler checkOutputStream,
    CheckStreamHandler checkStream,
    SettleHandler settle,
    ResolveApprovalHandler resolveApproval,
    RedeemDecisionHandler redeemDecision,
    ListToolsHandler listTools) : PolicyService.PolicyServiceBase
{
    public override Task<CheckInputResponse> CheckInput(CheckInputRequest request, ServerCallContext context) =>
        checkInput.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<CheckToolCallResponse> CheckToolCall(CheckToolCallRequest request, ServerCallContext context) =>
        checkToolCall.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<FilterToolOutputResponse> FilterToolOutput(FilterToolOutputRequest request, ServerCallContext context) =>
        filterToolOutput.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<CheckOutputResponse> CheckOutput(CheckOutputRequest request, ServerCallContext context) =>
        checkOutput.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task CheckOutputStream(
        IAsyncStreamReader<CheckOutputStreamRequest> requestStream, IServerStreamWriter<CheckOutputStreamResponse> responseStream, ServerCallContext context) =>
        checkOutputStream.RunAsync(CallerOf(context), requestStream, responseStream, context.CancellationToken);

    public override Task CheckStream(
        IAsyncStreamReader<CheckStreamRequest> requestStream, IServerStreamWriter<CheckStreamResponse> responseStream, ServerCallContext context) =>
        checkStream.RunAsync(CallerOf(context), requestStream, responseStream, context.CancellationToken);

    public override Task<SettleResponse> Settle(SettleRequest request, ServerCallContext context) =>
        settle.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<ResolveApprovalResponse> ResolveApproval(ResolveApprovalRequest request, ServerCallContext context) =>
        resolveApproval.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<RedeemDecisionResponse> RedeemDecision(RedeemDecisionRequest request, ServerCallContext context) =>
        redeemDecision.HandleAsync(CallerOf(context), request, context.CancellationToken).AsTask();

    public override Task<ListToolsResponse> ListTools(ListToolsRequest request, ServerCallContext context) =>
        Task.FromResult(listTools.Handle(CallerOf(context), request));

    private static Caller CallerOf(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>() ?? throw new InvalidOperationException("a method was reached without a verified caller");
}
