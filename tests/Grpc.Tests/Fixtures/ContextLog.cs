using Grpc.Core;

namespace AiDesk.Tests.Fixtures;

/// <summary>Weak references to the contexts of calls, to see what is still held after they have ended.</summary>
public sealed class ContextLog
{
    private readonly System.Collections.Concurrent.ConcurrentBag<WeakReference> _contexts = [];

    public int Count => _contexts.Count;

    public void Add(ServerCallContext context) => _contexts.Add(new WeakReference(context));

    public int Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return _contexts.Count(context => context.IsAlive);
    }
}
