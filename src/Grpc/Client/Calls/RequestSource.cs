namespace Grpc.Net.Client.Calls;

/// <summary>The requests of a call, as each attempt sends them anew.</summary>
internal abstract class RequestSource
{
    /// <summary>Whether another attempt could still send everything from the start.</summary>
    public abstract bool CanRepeat { get; }

    /// <summary>The body of the next attempt; the previous attempt must have ended.</summary>
    public abstract HttpContent CreateContent();

    /// <summary>Waits until the body of the last attempt is no longer being sent.</summary>
    public abstract Task LastContentEnded { get; }

    /// <summary>No further attempt follows: what was kept for it is let go.</summary>
    public abstract void Commit();

    /// <summary>The call has ended.</summary>
    public abstract void Stop(CallOutcome outcome);
}
