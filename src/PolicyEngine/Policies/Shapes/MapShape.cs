using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>One entry of a map whose keys are the author's own.</summary>
internal readonly record struct Named<T>(string Name, T Value, PolicyNode Node);

/// <summary>A map whose keys are the author's own: tools, departments, caps. Entries that are wrong are reported and left out.</summary>
internal sealed class MapShape<T>(TextShape key, Shape<T> value, string of, int most, int least = 0) : Shape<IReadOnlyList<Named<T>>>
{
    public override string Label { get; } = string.Create(CultureInfo.InvariantCulture, $"a map of {of}, at most {most:N0}");

    public override RecordShape? Record => value.Record;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out IReadOnlyList<Named<T>> values)
    {
        values = [];
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out values);
        }

        if (map.Entries.Count > most || map.Entries.Count < least)
        {
            reading.Fault(node, string.Create(CultureInfo.InvariantCulture, $"has {map.Entries.Count} entries; must be {Label}{(least > 0 ? $" and at least {least}" : "")}"));
            return false;
        }

        var read = new List<Named<T>>(map.Entries.Count);
        foreach (var entry in map.Entries)
        {
            var name = new ScalarNode(entry.KeyPlace, entry.Key, isPlain: false) { Parent = map, Key = entry.Key };
            if (key.TryRead(name, reading, out _) & value.TryRead(entry.Value, reading, out var item))
            {
                read.Add(new Named<T>(entry.Key, item, entry.Value));
            }
        }

        values = read;
        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var names = key.Schema(definitions);
        names.Remove("type");
        return new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = names,
            ["additionalProperties"] = value.Schema(definitions),
            ["minProperties"] = least,
            ["maxProperties"] = most,
        };
    }
}
