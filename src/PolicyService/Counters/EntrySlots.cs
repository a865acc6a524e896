namespace AiDesk.Policy.Service.Counters;

/// <summary>Counts the entries of all tenants together against the store's limit.</summary>
internal sealed class EntrySlots(int limit)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    /// <summary>For what must be kept whatever the limit says: spend.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    public void Return() => Interlocked.Decrement(ref _taken);
}
