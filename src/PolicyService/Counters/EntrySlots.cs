namespace AiDesk.Policy.Service.Counters;

/// <summary>Counts the entries of all tenants together against the store's limit.</summary>
internal sealed class EntrySlots(int limit)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public bool TryTake(int count = 1)
    {
        if (Interlocked.Add(ref _taken, count) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -count);
        return false;
    }

    /// <summary>For what must be kept whatever the limit says: spend.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    public void Return(int count = 1) => Interlocked.Add(ref _taken, -count);
}
