using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>Reads the keys of one map. Making one reports the keys that do not belong and those that are missing.</summary>
internal sealed class RecordReader
{
    public RecordReader(MapNode map, IReadOnlyList<PolicyKey> keys, PolicyReading reading)
    {
        Map = map;
        Reading = reading;
        foreach (var entry in map.Entries)
        {
            if (!reading.IsFull && !keys.Any(key => string.Equals(key.Name, entry.Key, StringComparison.Ordinal)))
            {
                reading.Fault(entry.KeyPlace, entry.Value.Path, $"is not a key here{NearestName.Hint(entry.Key, keys.Select(key => key.Name))}");
            }
        }

        foreach (var key in keys)
        {
            if (key.Required && map.Find(key.Name) is null)
            {
                reading.Fault(map, $"the key {key.Name} is missing");
            }
        }
    }

    public MapNode Map { get; }

    public PolicyReading Reading { get; }

    /// <summary>The key's value; its default when it is absent or wrong.</summary>
    public T Get<T>(PolicyKey<T> key) => TryGet(key, out var value) ? value : key.Default;

    /// <summary>False when the key is absent or its value is wrong, which has then been reported.</summary>
    public bool TryGet<T>(PolicyKey<T> key, out T value)
    {
        if (Map.Find(key.Name) is { } node)
        {
            return key.TryRead(node, Reading, out value);
        }

        value = key.Default;
        return false;
    }

    /// <summary>The rule's own enforcement, else the tenant's.</summary>
    public Enforcement Enforcement(PolicyKey<Enforcement> key) => TryGet(key, out var own) ? own : Reading.Enforcement;

    public bool Has(PolicyKey key) => Map.Find(key.Name) is not null;

    /// <summary>Reports at the key's value, or at the map when the key is absent.</summary>
    public void Fault(PolicyKey key, string problem) => Reading.Fault(Map.Find(key.Name) ?? Map, problem);

    public void Warn(PolicyKey key, string problem) => Reading.Warn(Map.Find(key.Name) ?? Map, problem);
}
