using System.Text.Json.Nodes;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Policy;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>
/// The guard of the output: CheckOutput on the text, then CheckToolCall(send_message) on what it left. In copilot a person decides whatever they say; in
/// autopilot it goes out only if both let it.
/// </summary>
internal sealed class GuardNode : IGraphNode
{
    public const string CallId = "reply";
    public const string Tool = "send_message";

    public GraphMove Move => GraphMove.Guard;

    public async Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        var output = await context.Policy.CheckOutputAsync(state.Draft, cancellationToken).ConfigureAwait(false);
        context.Note(output.Decision, "CheckOutput", GraphNames.Guard);
        var text = output.Decision.Obligations.Contains(Obligation.Redact) ? output.RedactedText.Trim() : state.Draft;
        if (output.Decision.Verdict is Verdict.Deny or Verdict.Unspecified || text.Length == 0)
        {
            return [Endings.HandOver(state, RunOutcomes.BlockedOutput)];
        }

        var arguments = new JsonObject { ["text"] = text }.ToJsonString();
        var call = await context.Policy.CheckToolCallAsync(CallId, Tool, arguments, cancellationToken).ConfigureAwait(false);
        context.Note(call.Decision, "CheckToolCall", GraphNames.Guard, Tool);
        if (call.Decision.Verdict is Verdict.Deny or Verdict.Unspecified)
        {
            return [Endings.HandOver(state, call.Decision.Reason == Reason.ToolNotAllowed ? RunOutcomes.ToolBlocked : RunOutcomes.BlockedOutput)];
        }

        var goesOut = state.Input.IsAutopilot && output.Decision.GoesOn() && call.Decision.GoesOn();
        if (goesOut && !await RedeemAsync(context, call, cancellationToken).ConfigureAwait(false))
        {
            return [Endings.HandOver(state, RunOutcomes.BlockedOutput)];
        }

        if (call.Reservation is { ReservationId.Length: > 0 } reservation)
        {
            var settle = new SettleRequest { ReservationId = reservation.ReservationId, Action = SettleAction.Commit };
            await context.Policy.SettleAsync(settle, cancellationToken).ConfigureAwait(false);
        }

        // The more severe of both says why it waits.
        var severe = output.Decision.Verdict > call.Decision.Verdict ? output.Decision : call.Decision;
        var type = output.Decision.Verdict == Verdict.Escalate || call.Decision.Verdict == Verdict.Escalate ? "executive_escalation" : "standard";
        return
        [
            new DraftGuarded(
                text, goesOut, goesOut && (output.Decision.AsksForReview() || call.Decision.AsksForReview()), Guid.Parse(call.Decision.DecisionId), Guid.Parse(output.Decision.DecisionId),
                type, PolicyWords.Of(severe.Reason), PolicyWords.Of(call.Risk), [.. output.Decision.Codes().Concat(call.Decision.Codes()).Distinct(StringComparer.Ordinal)],
                call.ApprovalExpiry?.ToDateTimeOffset()),
        ];
    }

    private static async Task<bool> RedeemAsync(RunContext context, CheckToolCallResponse call, CancellationToken cancellationToken)
    {
        var redeemed = await context.Policy.RedeemAsync(CallId, Tool, call.CanonicalArgumentsJson, call.DecisionToken, cancellationToken).ConfigureAwait(false);
        return redeemed.State == RedeemState.Redeemed;
    }
}
