using Grpc.Core;

namespace AiDesk.Tests.Fixtures;

/// <summary>Counts the calls inside of the service, so that a test can wait until none is left.</summary>
public sealed class CallCounter
{
    private int _inside;
    private int _entered;

    public int Inside => Volatile.Read(ref _inside);

    public int Entered => Volatile.Read(ref _entered);

    /// <summary>Keeps the last context for a test to look at.</summary>
    public ServerCallContext? Last { get; private set; }

    public IDisposable Enter(ServerCallContext context)
    {
        Last = context;
        Interlocked.Increment(ref _entered);
        Interlocked.Increment(ref _inside);
        return new Leaving(this);
    }

    private sealed class Leaving(CallCounter counter) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref counter._inside);
    }
}
