namespace AiDesk.Policy.Service.Observability.Health;

/// <summary>How much of the service a dependency takes with it.</summary>
internal enum DependencyStatus : byte
{
    Ok,

    /// <summary>Calls are answered, by other rules or with less behind them.</summary>
    Degraded,

    /// <summary>Calls should not come here.</summary>
    Down,
}

/// <summary>How one dependency stands.</summary>
/// <param name="Name">As in the JSON of <c>/healthz/ready</c>.</param>
/// <param name="Status">What that means for calls.</param>
/// <param name="Detail">For operators; empty when all is well.</param>
internal readonly record struct DependencyState(string Name, DependencyStatus Status, string Detail);
