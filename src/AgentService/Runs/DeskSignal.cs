namespace AiDesk.Agent.Runs;

/// <summary>What there may be to do.</summary>
internal enum DeskSignal
{
    /// <summary>A run is there to be claimed.</summary>
    Runs,

    /// <summary>A message is there to be sent.</summary>
    Outbox,

    /// <summary>Something was put on record.</summary>
    Events,
}
