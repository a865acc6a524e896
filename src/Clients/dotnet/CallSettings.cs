namespace AiDesk.Client;

/// <summary>Of one call.</summary>
public record CallSettings
{
    /// <summary>As <see cref="PolicyClientOptions.Deadline"/>, for this call. A stream has it for its beginning, and again from its last part to its decision.</summary>
    public TimeSpan? Deadline { get; init; }
}

/// <summary>Of one check.</summary>
public sealed record CheckSettings : CallSettings
{
    /// <summary>What holds when the service is down, late or overloaded.</summary>
    public IfUnavailable IfUnavailable { get; init; }
}

/// <summary>What holds when the service cannot be asked. Said for one check at a time, by whoever answers for it; never for a wrong token, a faulty request or an old service.</summary>
public enum IfUnavailable
{
    /// <summary>A <see cref="PolicyException"/> is thrown, and nothing goes on.</summary>
    Throw,

    /// <summary>A decision DENY of the client's own, degraded.</summary>
    Deny,

    /// <summary>A decision ALLOW of the client's own, degraded, without checks, id or token: for what does no harm unasked.</summary>
    Allow,
}
