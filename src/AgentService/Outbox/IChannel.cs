namespace AiDesk.Agent.Outbox;

/// <summary>A way to the customer that is not the desk's own conversation.</summary>
internal interface IChannel
{
    /// <summary>Never <see cref="ChannelCapability.Transactional"/>: that one has nothing to send.</summary>
    ChannelCapability Capability { get; }

    /// <summary>One attempt. It does not throw for what the other side or the network does, and is over when the token says so.</summary>
    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Whether the other side has it: <see cref="SendOutcome.Sent"/>, <see cref="SendOutcome.NotSent"/>, or unknown. Only of Queryable channels.</summary>
    Task<SendResult> FindAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <param name="Tenant">Whose.</param>
/// <param name="RunId">The key: the same in every attempt.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="ContactId">To whom.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Text">What.</param>
/// <param name="Deadline">When the attempt ends: another may begin after it, so the other side should refuse what comes later.</param>
internal sealed record OutgoingMessage(string Tenant, Guid RunId, Guid ConversationId, string ContactId, string Locale, string Text, DateTimeOffset Deadline);

internal enum SendOutcome
{
    /// <summary>The other side has it.</summary>
    Sent,

    /// <summary>It surely has not, and may take it later.</summary>
    NotSent,

    /// <summary>It surely has not, and never will.</summary>
    Refused,

    /// <summary>It may have it.</summary>
    Unknown,
}

/// <param name="Outcome">What is known.</param>
/// <param name="Reason">In our words, without personal text; of Sent the channel's own id of the message, or empty.</param>
internal readonly record struct SendResult(SendOutcome Outcome, string Reason);
