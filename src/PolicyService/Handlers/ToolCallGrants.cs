using System.Security.Cryptography;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Service.Security;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Decision tokens of tool calls: given when a call may run, looked at again when its output comes back.</summary>
internal sealed class ToolCallGrants(DecisionTokens tokens, TimeProvider time, PolicyServiceOptions options)
{
    /// <summary>The token for the arguments that were decided on, and when it lapses, Unix milliseconds. Null when the ids are too long for one.</summary>
    public (string Token, long Expiry)? Grant(Caller caller, in ToolCallCheck check, Evaluation work)
    {
        // From the clock of the decision: a retry hears the same expiry.
        var expiry = work.Decision.EvaluatedAt + options.DecisionTokenLifetime;
        var token = tokens.Create(new DecisionGrant
        {
            Tenant = caller.Principal.Tenant,
            DecisionId = work.Decision.Id,
            RunId = check.Context.RunId,
            CallId = check.CallId,
            Tool = check.Tool,
            ArgumentsHash = SHA256.HashData(work.Json.WrittenSpan),
            ExpiresAt = expiry,
            Nonce = work.Decision.Id,
            Subject = work.Subject,
            Fact = work.Tool is { } tool ? tool.Fact : "",
        });
        return token is null ? null : (token, expiry.ToUnixTimeMilliseconds());
    }

    /// <summary>A token that comes with an output must be of that very call; that it has lapsed since does not matter, for the work is done.</summary>
    public void VerifyForOutput(Caller caller, Wire.FilterToolOutputRequest request)
    {
        if (request.DecisionToken.Length == 0)
        {
            return;
        }

        var call = new PresentedCall(caller.Principal.Tenant, request.Context.RunId, request.CallId, request.Tool);
        if (tokens.VerifyCall(request.DecisionToken, call, time.GetUtcNow(), out _) is DecisionTokenState.Forged or DecisionTokenState.Mismatch)
        {
            throw RpcErrors.Invalid("decision_token", "is not the token of this call");
        }
    }
}
