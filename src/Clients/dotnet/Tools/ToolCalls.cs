using System.Text.Json;
using AiDesk.Client.Calls;
using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>The whole way of a tool call.</summary>
public static class ToolCalls
{
    /// <summary>
    /// Check, redeem, run, filter, settle. <paramref name="run"/> gets the canonical arguments, and is called at most once, after the token was redeemed. What it returns
    /// is filtered before anybody sees it; what it throws is replaced by a sentence.
    /// </summary>
    /// <exception cref="PolicyException">Nothing may be shown, and, before <paramref name="run"/>, nothing happened.</exception>
    public static async Task<ToolOutcome> RunToolAsync(
        this PolicyClient client, ToolCall call, Func<JsonElement, CancellationToken, ValueTask<JsonElement>> run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(run);
        var check = call.Checked ?? CheckedCall.Of(await client.CheckToolCallAsync(
            new CheckToolCallRequest { Context = call.Context, RequestId = Rpcs.NewId(), CallId = call.CallId, Tool = call.Tool, ArgumentsJson = call.ArgumentsJson },
            cancellationToken: cancellationToken).ConfigureAwait(false));
        var decision = check.Decision ?? new Decision();
        if (!decision.IsAllowed())
        {
            return new ToolOutcome(decision.IsHeld() ? ToolOutcomeKind.Held : ToolOutcomeKind.Refused, decision);
        }

        await RedeemAsync(client, call, check, cancellationToken).ConfigureAwait(false);
        var ran = await ToolRun.OfAsync(run, check.CanonicalArgumentsJson, cancellationToken).ConfigureAwait(false);

        // Whatever becomes of the output, what was done was done.
        await client.SettleCallAsync(check, ran.Outcome, call.OnUnsettled).ConfigureAwait(false);
        var request = new FilterToolOutputRequest { Context = call.Context, RequestId = Rpcs.NewId(), CallId = call.CallId, Tool = call.Tool, DecisionToken = check.DecisionToken };
        ran.Tell(request);
        var filtered = await client.FilterToolOutputAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        return !filtered.Decision.IsAllowed() ? new ToolOutcome(ToolOutcomeKind.Refused, filtered.Decision ?? new Decision())
            : ran.Output is null ? new ToolOutcome(ToolOutcomeKind.Failed, filtered.Decision) { ErrorText = filtered.ErrorText }
            : new ToolOutcome(ToolOutcomeKind.Done, filtered.Decision) { SanitizedJson = filtered.SanitizedJson };
    }

    /// <summary>Says how an allowed call went. That nobody heard it changes nothing of what happened: the lease lapses.</summary>
    internal static async Task SettleCallAsync(this PolicyClient client, CheckedCall check, Outcome outcome, Action<Exception>? onUnsettled)
    {
        var request = new SettleRequest { DecisionId = check.DecisionId, DecisionToken = check.DecisionToken, Outcome = outcome };
        if (check.Reservation is { ReservationId.Length: > 0 } reservation)
        {
            request.ReservationId = reservation.ReservationId;
            request.Action = outcome == Outcome.NotTried ? SettleAction.Release : SettleAction.Commit;
        }

        try
        {
            await client.SettleAsync(request, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is PolicyException or ObjectDisposedException)
        {
            onUnsettled?.Invoke(fault);
        }
    }

    private static async Task RedeemAsync(PolicyClient client, ToolCall call, CheckedCall check, CancellationToken cancellationToken)
    {
        var redeemed = false;
        try
        {
            var request = new RedeemDecisionRequest
            {
                RequestId = Rpcs.NewId(),
                DecisionToken = check.DecisionToken,
                RunId = call.Context.RunId,
                CallId = call.CallId,
                Tool = call.Tool,
                ArgumentsJson = check.CanonicalArgumentsJson,
            };
            var answer = await client.RedeemDecisionAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            redeemed = answer.State == RedeemState.Redeemed;
            if (!redeemed)
            {
                var reason = answer.State.ToString();
                throw new PolicyStateException(
                    $"The decision token of {call.Tool} is not good ({reason}): the tool did not run. Ask CheckToolCall again, with a new call id.",
                    new FailedCall("RedeemDecision", "FAILED_PRECONDITION", 1, reason) { Reason = reason },
                    cause: null);
            }
        }
        finally
        {
            if (!redeemed)
            {
                await client.SettleCallAsync(check, Outcome.NotTried, call.OnUnsettled).ConfigureAwait(false);
            }
        }
    }
}
