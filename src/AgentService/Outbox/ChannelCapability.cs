namespace AiDesk.Agent.Outbox;

/// <summary>What a channel can promise, and so what may be done when an attempt's outcome is not known.</summary>
internal enum ChannelCapability
{
    /// <summary>The message is a row of the finishing transaction: exactly once.</summary>
    Transactional,

    /// <summary>The other side takes a message with the same key once: it is sent again with the run's id.</summary>
    IdempotentByKey,

    /// <summary>The other side can be asked whether it has the run's message: it is, before anything is sent again.</summary>
    Queryable,

    /// <summary>Nothing of the kind: never sent again blindly. A person decides.</summary>
    FireAndForget,
}
