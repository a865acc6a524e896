namespace AiDesk.Agent.Runs.Reading;

/// <summary>The parts of what waits for people. Everything that waits is in exactly one.</summary>
public enum QueuePart
{
    /// <summary>Replies that one person decides on.</summary>
    Drafts,

    /// <summary>Held tool calls that one person decides on.</summary>
    Calls,

    /// <summary>Either, where policy escalates.</summary>
    Escalations,

    /// <summary>What was done and is to be looked at.</summary>
    Reviews,

    /// <summary>Messages that could not be sent.</summary>
    Failed,
}
