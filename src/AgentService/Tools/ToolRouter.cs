using AiDesk.Agent.Graph;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Telemetry;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Tools;

/// <summary>The only way to a tool: CheckToolCall, redeem, effect, filter, settle. What the model sees is the filter's answer, or a fixed sentence.</summary>
internal sealed class ToolRouter(DeskDatabase database, ToolExecutor executor, IRunWork runs)
{
    /// <summary>A call that the model asks for.</summary>
    public async Task<IReadOnlyList<IStepBody>> RouteAsync(GraphState state, ToolCallState call, RunContext context, CancellationToken cancellationToken)
    {
        var offers = await context.OffersAsync(cancellationToken).ConfigureAwait(false);
        var isOffered = offers.Any(offer => offer.Name == call.Tool);
        using var span = GraphTelemetry.BeginTool(isOffered ? call.Tool : "other", call.CallId);
        var steps = await RouteAsync(state, call, context, isOffered, cancellationToken).ConfigureAwait(false);
        GraphTelemetry.EndTool(span, call.Tool, isOffered, steps.OfType<ToolAnswered>().First().Status.ToString().ToLowerInvariant());
        return steps;
    }

    /// <summary>A held call that people have approved: redeemed and carried out once.</summary>
    public async Task<IReadOnlyList<IStepBody>> ResumeAsync(GraphState state, ToolCallState call, RunContext context, CancellationToken cancellationToken)
    {
        using var span = GraphTelemetry.BeginTool(call.Tool, call.CallId);
        var grant = new Grant(call.Held?.DecisionId ?? Guid.Empty, call.Canonical, call.DecisionToken, call.ReservationId);
        var step = await ExecuteAsync(state, call, context, grant, cancellationToken).ConfigureAwait(false);
        GraphTelemetry.EndTool(span, call.Tool, isKnown: true, step.Status.ToString().ToLowerInvariant());
        return [step];
    }

    private async Task<IReadOnlyList<IStepBody>> RouteAsync(GraphState state, ToolCallState call, RunContext context, bool isOffered, CancellationToken cancellationToken)
    {
        if (OwnArguments.Fill(call.Arguments, state.Input.ContactId) is not { } arguments)
        {
            return [new ToolAnswered(call.CallId, ToolStatus.Blocked, ToolTexts.Malformed, "", IsFault: true, null)];
        }

        var check = await context.Policy.CheckToolCallAsync(call.CallId, call.Tool, arguments, cancellationToken).ConfigureAwait(false);
        context.Note(check.Decision, "CheckToolCall", GraphNames.Tools, call.Tool);
        if (check.Decision.IsHeld() && isOffered)
        {
            return [new ToolAnswered(call.CallId, ToolStatus.Held, ToolTexts.Waiting, check.CanonicalArgumentsJson, IsFault: false, HeldCalls.Of(check))];
        }

        // The desk's own level may be below the policy's: what was not offered is not done, whatever policy says of it.
        if (!check.Decision.GoesOn() || !isOffered)
        {
            if (check.Decision.GoesOn())
            {
                await ReleaseAsync(context, check.Reservation?.ReservationId ?? "", check.Decision.DecisionId, Outcome.NotTried, cancellationToken).ConfigureAwait(false);
            }

            return await BlockAsync(state, call, arguments, check, cancellationToken).ConfigureAwait(false);
        }

        // The very same thing was done in this run: the model is told again what it was told, and nothing is done twice.
        if (state.Calls.FirstOrDefault(earlier => earlier.Status == ToolStatus.Done && earlier.Tool == call.Tool && earlier.Canonical == check.CanonicalArgumentsJson) is { } same)
        {
            await ReleaseAsync(context, check.Reservation?.ReservationId ?? "", check.Decision.DecisionId, Outcome.NotTried, cancellationToken).ConfigureAwait(false);
            return [new ToolAnswered(call.CallId, ToolStatus.Done, same.Text, same.Canonical, IsFault: false, null)];
        }

        var grant = new Grant(Guid.Parse(check.Decision.DecisionId), check.CanonicalArgumentsJson, check.DecisionToken, check.Reservation?.ReservationId ?? "");
        var step = await ExecuteAsync(state, call, context, grant, cancellationToken).ConfigureAwait(false);
        if (check.Decision.AsksForReview() && step.Status == ToolStatus.Done)
        {
            await runs.ReviewLaterAsync(state.Run, HeldCalls.Of(call.CallId, call.Tool, check.CanonicalArgumentsJson, HeldCalls.Of(check)), cancellationToken).ConfigureAwait(false);
        }

        return [step];
    }

    private async Task<IReadOnlyList<IStepBody>> BlockAsync(GraphState state, ToolCallState call, string arguments, CheckToolCallResponse check, CancellationToken cancellationToken)
    {
        var reason = check.Decision.Reason;
        await using (var unit = await database.BeginAsync(state.Run.Tenant, cancellationToken).ConfigureAwait(false))
        {
            await ToolCallRows.BlockAsync(unit, state.Run.RunId, call.CallId, call.Tool, arguments, Guid.Parse(check.Decision.DecisionId), cancellationToken).ConfigureAwait(false);
            await unit.AddEventAsync(
                new EventEntry("tool_blocked", state.Input.ConversationId, state.Run.RunId, EventLog.Policy)
                {
                    Detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["tool"] = call.Tool, ["reason"] = PolicyWords.Of(reason) },
                },
                cancellationToken).ConfigureAwait(false);
            await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        var isFault = reason is Reason.UnknownTool or Reason.InvalidArguments;
        var text = reason switch { Reason.UnknownTool => ToolTexts.Unknown, Reason.InvalidArguments => ToolTexts.Invalid, _ => ToolTexts.Blocked };
        var step = new ToolAnswered(call.CallId, ToolStatus.Blocked, text, check.CanonicalArgumentsJson, isFault, null);

        // In autopilot nobody looks at what an agent that reaches for the forbidden does next.
        var ends = check.Decision.HandsOver() || (state.Input.IsAutopilot && reason != Reason.InvalidArguments);
        return ends ? [step, Endings.HandOver(state, RunOutcomes.ToolBlocked)] : [step];
    }

    private async Task<ToolAnswered> ExecuteAsync(GraphState state, ToolCallState call, RunContext context, Grant grant, CancellationToken cancellationToken)
    {
        var redeemed = await context.Policy.RedeemAsync(call.CallId, call.Tool, grant.Arguments, grant.Token, cancellationToken).ConfigureAwait(false);
        if (redeemed.State != RedeemState.Redeemed)
        {
            await ReleaseAsync(context, grant.Reservation, grant.Decision.ToString(), Outcome.NotTried, cancellationToken).ConfigureAwait(false);
            return new ToolAnswered(call.CallId, ToolStatus.Refused, ToolTexts.Refused(redeemed.State == RedeemState.Expired ? "expired" : "refused"), grant.Arguments, IsFault: false, call.Held);
        }

        var outcome = await executor.ExecuteAsync(state.Run, state.Input, call.CallId, call.Tool, grant.Arguments, grant.Decision, cancellationToken).ConfigureAwait(false);
        var error = outcome.Failed ? new ToolError { Type = outcome.ErrorType, Message = outcome.ErrorMessage, Detail = outcome.ErrorDetail } : null;
        var filtered = await context.Policy.FilterAsync(call.CallId, call.Tool, grant.Token, outcome.Output, error, cancellationToken).ConfigureAwait(false);
        context.Note(filtered.Decision, "FilterToolOutput", GraphNames.Tools, call.Tool);

        // Denied output is nothing at all, and an error is a sentence.
        var shown = !filtered.Decision.GoesOn() ? ToolTexts.Blocked : filtered.ErrorText.Length > 0 ? filtered.ErrorText : filtered.SanitizedJson;
        await using (var unit = await database.BeginAsync(state.Run.Tenant, cancellationToken).ConfigureAwait(false))
        {
            var hasError = filtered.ErrorText.Length > 0;
            await ToolCallRows.ShowAsync(unit, state.Run.RunId, call.CallId, hasError ? "" : shown, filtered.ErrorText, filtered.DroppedFields, cancellationToken).ConfigureAwait(false);
            await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        var settle = new SettleRequest { DecisionId = grant.Decision.ToString(), Outcome = outcome.Failed ? Outcome.Failed : Outcome.Done, DecisionToken = grant.Token, ReservationId = grant.Reservation };
        if (grant.Reservation.Length > 0)
        {
            settle.Action = outcome.Failed ? SettleAction.Release : SettleAction.Commit;
        }

        await context.Policy.SettleAsync(settle, cancellationToken).ConfigureAwait(false);
        return new ToolAnswered(call.CallId, outcome.Failed ? ToolStatus.Failed : ToolStatus.Done, shown, grant.Arguments, IsFault: false, call.Held);
    }

    private static Task<SettleResponse> ReleaseAsync(RunContext context, string reservation, string decision, Outcome outcome, CancellationToken cancellationToken)
    {
        var settle = new SettleRequest { DecisionId = decision, Outcome = outcome, ReservationId = reservation };
        if (reservation.Length > 0)
        {
            settle.Action = SettleAction.Release;
        }

        return context.Policy.SettleAsync(settle, cancellationToken);
    }

    /// <summary>What lets a call be carried out.</summary>
    private sealed record Grant(Guid Decision, string Arguments, string Token, string Reservation);
}
