using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>What the model may be asked, or the decision that it may not.</summary>
internal sealed record Question(Turn Turn, CheckInputResponse Check, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>Null when the model may be asked.</summary>
    public Decision? Refusal => Check.Decision.IsAllowed() ? null : Check.Decision ?? new Decision();

    /// <summary>Settles what CheckInput held for the call to the model.</summary>
    /// <param name="usage">What the model told; null when it told nothing: what was held is then spent.</param>
    /// <param name="answered">False gives back what was held.</param>
    public async Task SettleAsync(UsageDetails? usage, bool answered)
    {
        if (Check.Reservation is not { ReservationId.Length: > 0 } reservation)
        {
            return;
        }

        var request = new SettleRequest
        {
            ReservationId = reservation.ReservationId,
            DecisionId = Check.Decision?.DecisionId ?? "",
            Action = answered ? SettleAction.Commit : SettleAction.Release,
            Outcome = answered ? Outcome.Done : Outcome.Failed,
        };
        var tokens = usage?.TotalTokenCount ?? (usage?.InputTokenCount is null && usage?.OutputTokenCount is null ? null : (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0));
        if (answered && tokens is { } spent && reservation.Held.Any(amount => amount.Unit == "tokens"))
        {
            request.Actual.Add(new Amount { Unit = "tokens", Value = spent });
        }

        try
        {
            await Turn.Client.SettleAsync(request, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is PolicyException or ObjectDisposedException)
        {
            Turn.Policy.OnUnsettled?.Invoke(fault);
        }
    }
}
