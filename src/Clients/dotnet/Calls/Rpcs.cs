using AiDesk.Policy.V1;
using Google.Protobuf;
using Grpc.Core;
using Stub = AiDesk.Policy.V1.PolicyService.PolicyServiceClient;

namespace AiDesk.Client.Calls;

/// <summary>One RPC: how it is called, and what makes it safe to call twice.</summary>
/// <param name="Name">As in the protos.</param>
/// <param name="Start">Calls it.</param>
/// <param name="RequestId">Reads the id under which the service answers a repetition as it answered the first; null for an RPC that is idempotent in itself.</param>
/// <param name="WithNewId">A copy of the request with an id of its own; null where the caller has to choose it.</param>
internal sealed record Rpc<TRequest, TResponse>(
    string Name,
    Func<Stub, TRequest, CallOptions, AsyncUnaryCall<TResponse>> Start,
    Func<TRequest, string>? RequestId = null,
    Func<TRequest, TRequest>? WithNewId = null)
    where TRequest : class, IMessage<TRequest>;

/// <summary>The unary RPCs of PolicyService.</summary>
internal static class Rpcs
{
    public static readonly Rpc<CheckInputRequest, CheckInputResponse> CheckInput = new(
        "CheckInput", static (stub, request, options) => stub.CheckInputAsync(request, options), static request => request.RequestId,
        static request => new CheckInputRequest(request) { RequestId = NewId() });

    public static readonly Rpc<CheckToolCallRequest, CheckToolCallResponse> CheckToolCall = new(
        "CheckToolCall", static (stub, request, options) => stub.CheckToolCallAsync(request, options), static request => request.RequestId,
        static request => new CheckToolCallRequest(request) { RequestId = NewId() });

    public static readonly Rpc<FilterToolOutputRequest, FilterToolOutputResponse> FilterToolOutput = new(
        "FilterToolOutput", static (stub, request, options) => stub.FilterToolOutputAsync(request, options), static request => request.RequestId,
        static request => new FilterToolOutputRequest(request) { RequestId = NewId() });

    public static readonly Rpc<CheckOutputRequest, CheckOutputResponse> CheckOutput = new(
        "CheckOutput", static (stub, request, options) => stub.CheckOutputAsync(request, options), static request => request.RequestId,
        static request => new CheckOutputRequest(request) { RequestId = NewId() });

    /// <summary>Its id says which redemption it is, so that a caller who died can ask again: one that is absent is the service's to refuse.</summary>
    public static readonly Rpc<RedeemDecisionRequest, RedeemDecisionResponse> RedeemDecision = new(
        "RedeemDecision", static (stub, request, options) => stub.RedeemDecisionAsync(request, options), static request => request.RequestId);

    public static readonly Rpc<SettleRequest, SettleResponse> Settle = new(
        "Settle", static (stub, request, options) => stub.SettleAsync(request, options));

    public static readonly Rpc<ResolveApprovalRequest, ResolveApprovalResponse> ResolveApproval = new(
        "ResolveApproval", static (stub, request, options) => stub.ResolveApprovalAsync(request, options));

    public static readonly Rpc<ListToolsRequest, ListToolsResponse> ListTools = new(
        "ListTools", static (stub, request, options) => stub.ListToolsAsync(request, options));

    public static string NewId() => Guid.NewGuid().ToString();
}
