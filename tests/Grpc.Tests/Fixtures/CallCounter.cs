using Grpc.Core;

namespace AiDesk.Tests.Fixtures;

/// <summary>Counts the calls inside of the service, so that a test can wait until none is left.</summary>
public sealed class CallCounter
{
    private int _inside;
    private int _entered;

    public int Inside => Volatile.Read(ref _inside);

    public int Entered => Volatile.Read(ref _entered);

    public ContextLog Contexts { get; } = new();

    public IDisposable Enter(ServerCallContext context)
    {
        Contexts.Add(context);
        Interlocked.Increment(ref _entered);
        Interlocked.Increment(ref _inside);
        return new Leaving(this);
    }

    private sealed class Leaving(CallCounter counter) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref counter._inside);
    }
}
