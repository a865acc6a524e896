using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A map with known keys. A key that is not known is an error.</summary>
/// <param name="title">Heading on the reference page, as <c>input.duplicates</c>.</param>
/// <param name="description">What it is about.</param>
/// <param name="keys">Its keys; no other is allowed.</param>
/// <param name="isWhole">It is written in one document as a whole, so that an editor may ask for its required keys; a base may hold the other half of any other.</param>
internal abstract class RecordShape(string title, string description, IReadOnlyList<PolicyKey> keys, bool isWhole)
{
    public string Title { get; } = title;

    public string Description { get; } = description;

    public IReadOnlyList<PolicyKey> Keys { get; } = keys;

    public JsonObject Schema(JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var schema = key.Shape.Schema(definitions);
            schema["description"] = key.DefaultText.Length > 0 ? $"{key.Description} Default: {key.DefaultText}." : key.Description;
            properties[key.Name] = schema;
        }

        var record = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (isWhole && Keys.Any(key => key.Required))
        {
            record["required"] = new JsonArray([.. Keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name))]);
        }

        return record;
    }
}

/// <param name="title">Heading on the reference page.</param>
/// <param name="description">What it is about.</param>
/// <param name="keys">Its keys; no other is allowed.</param>
/// <param name="isWhole">It stands in a list or a condition: bases are not merged into it.</param>
/// <param name="read">Makes the value; null when the keys' values do not fit together, which it has then reported.</param>
internal sealed class RecordShape<T>(string title, string description, IReadOnlyList<PolicyKey> keys, Func<RecordReader, T?> read, bool isWhole = false) : Shape<T>
    where T : class
{
    public override string Label => "a map";

    public override RecordShape Record { get; } = new Plain(title, description, keys, isWhole);

    public override bool TryRead(PolicyNode node, PolicyReading reading, out T value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        value = read(new RecordReader(map, keys, reading))!;
        return value is not null;
    }

    public override JsonObject Schema(JsonObject definitions) => Record.Schema(definitions);

    private sealed class Plain(string title, string description, IReadOnlyList<PolicyKey> keys, bool isWhole) : RecordShape(title, description, keys, isWhole);
}
