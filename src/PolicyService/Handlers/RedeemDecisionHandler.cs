using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Security;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>RedeemDecision: just before the effect. Good once; the same request id hears the first answer again. Each is recorded before it is answered.</summary>
internal sealed class RedeemDecisionHandler(ICounterStore counters, DecisionTokens tokens, DecisionRecorder recorder, TimeProvider time)
{
    /// <summary>How long a redemption is remembered beyond the last token that can be given for its call, milliseconds: no clock of a replica is a day off.</summary>
    private const long MarginMs = 24 * 3600_000L;

    private static readonly string[] StateNames = [.. Enum.GetNames<Wire.RedeemState>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public async ValueTask<Wire.RedeemDecisionResponse> HandleAsync(Caller caller, Wire.RedeemDecisionRequest request, CancellationToken cancellationToken)
    {
        Validate(request);
        var response = await RedeemAsync(caller, request, cancellationToken);
        Record(caller, request, response);
        return response;
    }

    private async ValueTask<Wire.RedeemDecisionResponse> RedeemAsync(Caller caller, Wire.RedeemDecisionRequest request, CancellationToken cancellationToken)
    {
        var call = new PresentedCall(caller.Principal.Tenant, request.RunId, request.CallId, request.Tool);
        if (HashOf(request.ArgumentsJson) is not { } hash)
        {
            return new Wire.RedeemDecisionResponse { State = Wire.RedeemState.Mismatch };
        }

        var state = tokens.Verify(request.DecisionToken, call, hash, time.GetUtcNow(), out var grant);
        return state switch
        {
            DecisionTokenState.Valid => await ConsumeAsync(grant!, request.RequestId, KeptMs(caller), cancellationToken),
            DecisionTokenState.Expired => await RepeatOrExpiredAsync(grant!, request.RequestId, KeptMs(caller), cancellationToken),
            _ => new Wire.RedeemDecisionResponse { State = Wire.RedeemState.Mismatch },
        };
    }

    private async ValueTask<Wire.RedeemDecisionResponse> ConsumeAsync(DecisionGrant grant, string requestId, long keptMs, CancellationToken cancellationToken)
    {
        var batch = new CounterBatch { Tenant = grant.Tenant };
        batch.Add(new CounterOperation { Kind = CounterKind.KillSwitch, Name = "", Descriptor = "", Token = "", Gate = Verdict.Deny });
        batch.Add(new CounterOperation
        {
            Kind = CounterKind.OnceOnly,
            Name = "redeemed",
            Descriptor = grant.Nonce.ToString("N"),
            Token = requestId,
            WindowMs = keptMs,
            Gate = Verdict.Deny,
        });
        var readings = await counters.ApplyAsync(batch, cancellationToken);
        if (readings.AnyUnavailable(batch.Count))
        {
            throw RpcErrors.Unavailable("the counters did not answer: the token is not redeemed");
        }

        if (readings[0].State == CounterState.Over)
        {
            throw RpcErrors.Precondition(Wire.ErrorReason.Frozen, "the tenant is frozen", "frozen");
        }

        var state = readings[1].State == CounterState.Over ? Wire.RedeemState.AlreadyRedeemed : Wire.RedeemState.Redeemed;
        return new Wire.RedeemDecisionResponse { State = state, DecisionId = grant.DecisionId.ToString() };
    }

    /// <summary>A retry of a redemption that was in time hears REDEEMED, however late the retry is.</summary>
    private async ValueTask<Wire.RedeemDecisionResponse> RepeatOrExpiredAsync(DecisionGrant grant, string requestId, long keptMs, CancellationToken cancellationToken)
    {
        var batch = new CounterBatch { Tenant = grant.Tenant, Severity = Verdict.Deny };
        batch.Add(new CounterOperation
        {
            Kind = CounterKind.OnceOnly,
            Name = "redeemed",
            Descriptor = grant.Nonce.ToString("N"),
            Token = requestId,
            WindowMs = keptMs,
            Gate = Verdict.Deny,
        });
        var readings = await counters.ApplyAsync(batch, cancellationToken);
        var state = readings[0].State switch
        {
            CounterState.Over => Wire.RedeemState.AlreadyRedeemed,
            CounterState.Ok when readings[0].Used > 0 => Wire.RedeemState.Redeemed,
            CounterState.Ok => Wire.RedeemState.Expired,
            _ => throw RpcErrors.Unavailable("the counters did not answer: the token is not redeemed"),
        };
        return new Wire.RedeemDecisionResponse { State = state, DecisionId = grant.DecisionId.ToString() };
    }

    private void Record(Caller caller, Wire.RedeemDecisionRequest request, Wire.RedeemDecisionResponse response)
    {
        var recorded = recorder.Record(new EventFacts
        {
            Type = "redemption",
            Tenant = caller.Principal.Tenant,
            Time = time.GetUtcNow(),
            Principal = caller.Principal.Subject,
            State = StateNames[(int)response.State],
            DecisionId = response.DecisionId.Length == 0 ? Guid.Empty : Guid.ParseExact(response.DecisionId, "D"),
            Tool = request.Tool,
        });
        if (!recorded)
        {
            throw RpcErrors.Unavailable("the redemption could not be recorded: ask again under the same request_id");
        }
    }

    /// <summary>An approved call is given tokens until its approval expires, all with one nonce.</summary>
    private static long KeptMs(Caller caller) => caller.Snapshot.ApprovalExpiryMs + MarginMs;

    private static byte[]? HashOf(string argumentsJson)
    {
        var arguments = Encoding.UTF8.GetBytes(argumentsJson.Length == 0 ? "{}" : argumentsJson);
        var canonical = new ArrayBufferWriter<byte>(arguments.Length);
        return CanonicalJson.TryWrite(arguments, canonical, out _) ? SHA256.HashData(canonical.WrittenSpan) : null;
    }

    private static void Validate(Wire.RedeemDecisionRequest request)
    {
        RequestRules.Required(request.RequestId, "request_id", RequestRules.MaxRequestId);
        RequestRules.Required(request.DecisionToken, "decision_token", RequestRules.MaxToken);
        RequestRules.Required(request.RunId, "run_id", RequestRules.MaxContextText);
        RequestRules.Required(request.CallId, "call_id", RequestRules.MaxContextText);
        RequestRules.Required(request.Tool, "tool", RequestRules.MaxContextText);
        RequestRules.Bounded(request.ArgumentsJson, "arguments_json", RequestRules.MaxArgumentBytes);
    }
}
