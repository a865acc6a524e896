using AiDesk.Agent.Outbox.Channels;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Outbox;

/// <summary>One attempt at one row, from what its channel can promise.</summary>
internal sealed class OutboxAttempt(DeskDatabase database, ChannelDirectory channels, Backoff backoff, DeskRunsOptions options, KillPoints killPoints, TimeProvider clock)
{
    /// <summary>Of attempts that never came to an end: whoever made them died.</summary>
    private const string Spent = "the attempts are spent";

    /// <summary>False when somebody else has the row now, and nothing was changed.</summary>
    public async Task<bool> MakeAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        killPoints.Reach(KillPoint.Claimed);
        var until = clock.GetUtcNow() + (options.SendTimeout < options.SendLease ? options.SendTimeout : options.SendLease);
        OutboxRow? row;
        IChannel? channel;
        string? fault;
        await using (var work = await database.BeginAsync(claim.Tenant, cancellationToken).ConfigureAwait(false))
        {
            row = await OutboxRow.ReadAsync(work, claim, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                return false;
            }

            (channel, fault) = channels.Find(row.Channel);
            if (channel is null && fault is null)
            {
                killPoints.Reach(KillPoint.Sending);
                var here = claim.Attempt <= options.SendAttempts ? new SendResult(SendOutcome.Sent, "") : new SendResult(SendOutcome.Refused, Spent);
                return await FinishAsync(work, claim, row, here, ChannelCapability.Transactional, row.OutcomeUnknown, cancellationToken).ConfigureAwait(false);
            }
        }

        // Whoever held it before may have sent it; a channel that was never found has not.
        var unknown = row.OutcomeUnknown || (claim.WasSending && channel is not null);
        var result = new SendResult(SendOutcome.Refused, fault ?? Spent);
        if (channel is not null && claim.Attempt <= options.SendAttempts)
        {
            var message = new OutgoingMessage(claim.Tenant, row.RunId, row.ConversationId, row.ContactId, row.Locale, row.Text, until);
            (result, unknown) = await SendAsync(channel, message, unknown, cancellationToken).ConfigureAwait(false);
        }

        await using var finish = await database.BeginAsync(claim.Tenant, cancellationToken).ConfigureAwait(false);
        return await FinishAsync(finish, claim, row, result, channel?.Capability ?? ChannelCapability.FireAndForget, unknown, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is known after the attempt, and whether the other side may have it all the same.</summary>
    private async Task<(SendResult Result, bool Unknown)> SendAsync(IChannel channel, OutgoingMessage message, bool unknown, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(options.SendTimeout, clock);
        await using var both = timer.Token.Register(limit.Cancel).ConfigureAwait(false);
        if (unknown && channel.Capability == ChannelCapability.FireAndForget)
        {
            return (new SendResult(SendOutcome.Unknown, "it may have been sent before"), true);
        }

        if (unknown && channel.Capability == ChannelCapability.Queryable)
        {
            var found = await channel.FindAsync(message, limit.Token).ConfigureAwait(false);
            if (found.Outcome != SendOutcome.NotSent)
            {
                return (found, found.Outcome == SendOutcome.Unknown);
            }

            unknown = false;
        }

        killPoints.Reach(KillPoint.Sending);
        var result = await channel.SendAsync(message, limit.Token).ConfigureAwait(false);
        killPoints.Reach(result.Outcome == SendOutcome.Unknown ? KillPoint.Cut : KillPoint.Sent);
        return (result, result.Outcome != SendOutcome.Sent && (unknown || result.Outcome == SendOutcome.Unknown));
    }

    private async Task<bool> FinishAsync(
        TenantWork work, OutboxClaim claim, OutboxRow row, SendResult result, ChannelCapability capability, bool unknown, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var mayAgain = claim.Attempt < options.SendAttempts && result.Outcome != SendOutcome.Refused && !(unknown && capability == ChannelCapability.FireAndForget);
        var mine = (result.Outcome, mayAgain) switch
        {
            (SendOutcome.Sent, _) => await OutboxFinish.SentAsync(work, claim, row, result.Reason, killPoints, now, cancellationToken).ConfigureAwait(false),
            (_, true) => await OutboxFinish.AgainAsync(work, claim, row, result.Reason, unknown, now + backoff.After(claim.Attempt), cancellationToken).ConfigureAwait(false),
            _ => await OutboxFinish.FailedAsync(work, claim, row, result.Reason, unknown, now, cancellationToken).ConfigureAwait(false),
        };
        if (!mine)
        {
            return false;
        }

        if (capability == ChannelCapability.Transactional)
        {
            killPoints.Reach(KillPoint.Cut);
            killPoints.Reach(KillPoint.Sent);
        }

        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        killPoints.Reach(KillPoint.Finished);
        return true;
    }
}
