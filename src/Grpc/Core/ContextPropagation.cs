namespace Grpc.Core;

/// <summary>What of a server call's context a client call takes over.</summary>
public class ContextPropagationOptions
{
    public static readonly ContextPropagationOptions Default = new();

    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    public bool IsPropagateDeadline { get; }

    public bool IsPropagateCancellation { get; }
}

/// <summary>Hands a server call's deadline and cancellation to a client call, see <see cref="ServerCallContext.CreatePropagationToken"/>.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }

    /// <summary>UTC; null for none.</summary>
    internal abstract DateTime? Deadline { get; }

    internal abstract CancellationToken Cancellation { get; }
}
