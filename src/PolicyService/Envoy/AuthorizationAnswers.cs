using System.Text.Json;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using EnvoyProxy.V3;
using Google.Rpc;
using Grpc.Core;
using HttpCode = EnvoyProxy.V3.StatusCode;
using RpcCode = Grpc.Core.StatusCode;
using RpcStatus = Google.Rpc.Status;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>What Envoy hears, and through it the client of a request that may not go on: status, headers, and a body of JSON.</summary>
internal static class AuthorizationAnswers
{
    public static CheckResponse Allowed(Verdict verdict, string decisionId) => new()
    {
        Status = new RpcStatus { Code = (int)RpcCode.OK },
        OkResponse = new OkHttpResponse
        {
            Headers = { Header(EnvoyHeaders.Verdict, NameOf(verdict)), Header(EnvoyHeaders.Decision, decisionId) },
            HeadersToRemove = { EnvoyHeaders.Token },
        },
    };

    public static CheckResponse Denied(Decision decision) => Refuse(
        HttpCode.Forbidden, RpcCode.PermissionDenied, NameOf(decision.Verdict), WireNames.Of(decision.Reason), decision.DecisionId, decision.UserMessage?.Text ?? "");

    public static CheckResponse NotRedeemed(RedeemDecisionResponse answer) =>
        Refuse(HttpCode.Forbidden, RpcCode.PermissionDenied, NameOf(Verdict.Deny), JsonNamingPolicy.SnakeCaseUpper.ConvertName(answer.State.ToString()), answer.DecisionId, "");

    /// <summary>The request cannot be asked about (403), or nobody could answer (503).</summary>
    public static CheckResponse Refused(RpcException fault)
    {
        var reason = fault.GetRpcStatus(ignoreParseError: true)?.GetDetail<ErrorInfo>()?.Reason ?? WireNames.Of(ErrorReason.Internal);
        var isAnswered = fault.StatusCode is RpcCode.InvalidArgument or RpcCode.NotFound or RpcCode.PermissionDenied or RpcCode.FailedPrecondition;
        return Refuse(isAnswered ? HttpCode.Forbidden : HttpCode.ServiceUnavailable, fault.StatusCode, NameOf(Verdict.Deny), reason, "", fault.Status.Detail);
    }

    private static CheckResponse Refuse(HttpCode status, RpcCode code, string verdict, string reason, string decisionId, string message)
    {
        var denied = new DeniedHttpResponse
        {
            Status = new HttpStatus { Code = status },
            Headers = { Header("content-type", "application/json"), Header(EnvoyHeaders.Verdict, verdict), Header(EnvoyHeaders.Reason, reason) },
            Body = JsonSerializer.Serialize(new { verdict, reason, decision_id = decisionId, message }),
        };
        if (decisionId.Length > 0)
        {
            denied.Headers.Add(Header(EnvoyHeaders.Decision, decisionId));
        }

        return new CheckResponse { Status = new RpcStatus { Code = (int)code, Message = reason }, DeniedResponse = denied };
    }

    /// <summary>In place of what the client may have sent under that name.</summary>
    private static HeaderValueOption Header(string name, string value) => new()
    {
        Header = new HeaderValue { Key = name, Value = value },
        AppendAction = HeaderValueOption.Types.HeaderAppendAction.OverwriteIfExistsOrAdd,
    };

    private static string NameOf(Verdict verdict) => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());
}
