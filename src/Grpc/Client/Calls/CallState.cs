using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>What the call objects ask of a running call, whatever its message types.</summary>
internal abstract class CallState : IDisposable
{
    public static readonly Func<object, Task<Metadata>> Headers = static call => ((CallState)call).ResponseHeadersAsync();
    public static readonly Func<object, Status> Status = static call => ((CallState)call).GetStatus();
    public static readonly Func<object, Metadata> Trailers = static call => ((CallState)call).GetTrailers();
    public static readonly Action<object> Dispose = static call => ((CallState)call).Cancel();

    protected abstract Task<Metadata> ResponseHeadersAsync();

    protected abstract Status GetStatus();

    protected abstract Metadata GetTrailers();

    /// <summary>Cancels the call unless it has ended.</summary>
    protected abstract void Cancel();

    void IDisposable.Dispose() => Cancel();
}
