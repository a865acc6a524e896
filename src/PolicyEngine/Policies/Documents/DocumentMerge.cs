namespace AiDesk.Policy.Policies.Documents;

/// <summary>Lays a document over its base: maps are merged key by key, everything else is replaced.</summary>
internal static class DocumentMerge
{
    public static MapNode Over(MapNode basis, MapNode own) => Merge(basis, own, section: "", depth: 0);

    private static MapNode Merge(MapNode basis, MapNode own, string section, int depth)
    {
        var entries = new List<MapEntry>(basis.Entries.Count + own.Entries.Count);
        foreach (var inherited in basis.Entries)
        {
            // "extends" of the base has been followed already, and its tenant, if it names one, is its own fault to report.
            if (depth == 0 && string.Equals(inherited.Key, "extends", StringComparison.Ordinal))
            {
                continue;
            }

            if (own.Find(inherited.Key) is not { } replacement)
            {
                entries.Add(inherited);
            }
            else if (inherited.Value is MapNode below && replacement is MapNode above && !IsOneValue(section, inherited.Key, depth))
            {
                entries.Add(inherited with { Value = Merge(below, above, depth == 0 ? inherited.Key : section, depth + 1) });
            }
        }

        foreach (var entry in own.Entries)
        {
            if (basis.Find(entry.Key) is not MapNode || entry.Value is not MapNode || IsOneValue(section, entry.Key, depth))
            {
                entries.Add(entry);
            }
        }

        return MapNode.Merged(own, entries);
    }

    /// <summary>Maps that say one thing as a whole: half a schema, or half a week, mixed with another's half would say what neither author wrote.</summary>
    private static bool IsOneValue(string section, string key, int depth) =>
        (depth == 0 && key is "active_hours") || (depth == 2 && section is "tools" && (key is "arguments" or "output"));
}
