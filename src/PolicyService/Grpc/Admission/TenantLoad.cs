namespace AiDesk.Policy.Service.Grpc.Admission;

/// <summary>One tenant's calls in flight.</summary>
internal sealed class TenantLoad
{
    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    public int Enter() => Interlocked.Increment(ref _inFlight);

    public int Leave() => Interlocked.Decrement(ref _inFlight);
}
