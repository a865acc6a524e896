namespace AiDesk.Agent.Outbox;

/// <summary>Where a process may be cut off, between a decision and its message.</summary>
internal enum KillPoint
{
    /// <summary>K1: the run is approved, the outbox row is not written.</summary>
    StateChanged,

    /// <summary>K2: all is written and nothing committed.</summary>
    BeforeCommit,

    /// <summary>K3: committed, and nobody has been answered.</summary>
    Committed,

    /// <summary>K4: a dispatcher holds the row and has not sent.</summary>
    Claimed,

    /// <summary>K5: the other side has it, and the connection broke before it could say so. Of the built-in conversation: the message is written, the row is not.</summary>
    Cut,

    /// <summary>K6: the other side said that it has it.</summary>
    Sent,

    /// <summary>K7: inside the finishing transaction.</summary>
    Finishing,

    /// <summary>K8: finished, and nobody has been told.</summary>
    Finished,

    /// <summary>K9: about to send, however long that takes.</summary>
    Sending,
}

/// <summary>Told when one is reached. In service it does nothing; a test's process ends itself there.</summary>
internal sealed class KillPoints(Action<KillPoint>? reached = null)
{
    public static KillPoints None { get; } = new();

    public void Reach(KillPoint point) => reached?.Invoke(point);
}
