namespace Grpc.Net.Client.Calls;

/// <summary>Bytes that all calls of a channel together may keep for retries.</summary>
internal sealed class RetryBudget(long limit)
{
    private long _taken;

    public long Taken => Volatile.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
