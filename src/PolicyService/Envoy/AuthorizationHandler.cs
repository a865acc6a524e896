using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using EnvoyProxy.V3;
using Grpc.Core;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>
/// Check of Envoy's external authorization: the tool call that the request is, by CheckToolCall's own handler; or, when it brings a decision token, that token's
/// redemption. Whatever goes wrong after the caller was identified is a refusal and no error: an Envoy that was told to let requests go on after errors has none to go by.
/// </summary>
internal sealed class AuthorizationHandler(CheckToolCallHandler checks, RedeemDecisionHandler redemptions, SettleHandler settles)
{
    public async Task<CheckResponse> HandleAsync(Caller caller, CheckRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var asked = new ToolRequest(request);
            return asked.Token.Length > 0 ? await RedeemAsync(caller, asked, cancellationToken) : await CheckAsync(caller, asked.Call, cancellationToken);
        }
        catch (RpcException fault)
        {
            return AuthorizationAnswers.Refused(fault);
        }
    }

    private async Task<CheckResponse> CheckAsync(Caller caller, CheckToolCallRequest call, CancellationToken cancellationToken)
    {
        var answer = await checks.HandleAsync(caller, call, cancellationToken);
        if (answer.Decision.Verdict is not (Verdict.Allow or Verdict.AllowPostReview))
        {
            return AuthorizationAnswers.Denied(answer.Decision);
        }

        if (answer.Reservation is { Held.Count: > 0 } held)
        {
            // The request goes on now, and nobody behind Envoy settles: what it costs is spent.
            await settles.HandleAsync(caller, new SettleRequest { ReservationId = held.ReservationId, Action = SettleAction.Commit, DecisionId = answer.Decision.DecisionId }, cancellationToken);
        }

        return AuthorizationAnswers.Allowed(answer.Decision.Verdict, answer.Decision.DecisionId);
    }

    private async Task<CheckResponse> RedeemAsync(Caller caller, ToolRequest asked, CancellationToken cancellationToken)
    {
        // An id of its own for each request: the same request twice is two redemptions, of which one is good.
        var answer = await redemptions.HandleAsync(
            caller,
            new RedeemDecisionRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                DecisionToken = asked.Token,
                RunId = asked.Call.Context.RunId,
                CallId = asked.Call.CallId,
                Tool = asked.Call.Tool,
                ArgumentsJson = asked.Call.ArgumentsJson,
            },
            cancellationToken);
        return answer.State == RedeemState.Redeemed ? AuthorizationAnswers.Allowed(Verdict.Allow, answer.DecisionId) : AuthorizationAnswers.NotRedeemed(answer);
    }
}
