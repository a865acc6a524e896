namespace AiDesk.Policy.Policies.Documents;

/// <param name="Key">As it is written.</param>
/// <param name="KeyPlace">Where the key is written: unknown keys are reported there.</param>
/// <param name="Value">What stands under it.</param>
internal readonly record struct MapEntry(string Key, SourcePlace KeyPlace, PolicyNode Value);

internal sealed class MapNode : PolicyNode
{
    private readonly Dictionary<string, int> _places;

    private MapNode(SourcePlace place, IReadOnlyList<MapEntry> entries)
        : base(place)
    {
        Entries = entries;
        _places = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            _places[entries[i].Key] = i;
        }
    }

    /// <summary>In the order in which they are written; keys are unique.</summary>
    public IReadOnlyList<MapEntry> Entries { get; }

    public override string Noun => "a map";

    public static MapNode Of(SourcePlace place, IReadOnlyList<MapEntry> entries)
    {
        var map = new MapNode(place, entries);
        foreach (var entry in entries)
        {
            entry.Value.Parent = map;
            entry.Value.Key = entry.Key;
        }

        return map;
    }

    /// <summary>A map of entries that belong to other documents' maps and stay theirs: their paths are the same here.</summary>
    public static MapNode Merged(MapNode own, IReadOnlyList<MapEntry> entries) => new(own.Place, entries) { Parent = own.Parent, Key = own.Key, Index = own.Index };

    public PolicyNode? Find(string key) => _places.TryGetValue(key, out var at) ? Entries[at].Value : null;
}
