using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A text of bounded length that may have to match a pattern.</summary>
/// <param name="what">For messages, as <c>a text</c>.</param>
/// <param name="longest">Most UTF-16 units.</param>
/// <param name="accepts">Null accepts every text.</param>
/// <param name="pattern">The same rule for the JSON Schema (ECMA 262); empty for none.</param>
/// <param name="shortest">Fewest UTF-16 units.</param>
internal sealed class TextShape(string what, int longest, Func<string, bool>? accepts = null, string pattern = "", int shortest = 1) : Shape<string>
{
    public override string Label => what;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out string value)
    {
        if (node is not ScalarNode scalar)
        {
            return Refuse(node, reading, out value);
        }

        if (scalar.Meaning is ScalarMeaning.Number or ScalarMeaning.Switch)
        {
            reading.Fault(node, $"must be {what}, not {node.Noun}; in quotes it is a text");
            value = "";
            return false;
        }

        if (scalar.Meaning == ScalarMeaning.Nothing || (accepts is not null && !accepts(scalar.Text)))
        {
            return Refuse(node, reading, out value);
        }

        value = scalar.Text;
        if (value.Length <= longest && value.Length >= shortest)
        {
            return true;
        }

        reading.Fault(node, value.Length > longest ? $"is {value.Length} characters long; at most {longest} are allowed" : $"must have at least {shortest} character");
        return false;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = shortest, ["maxLength"] = longest };
        if (pattern.Length > 0)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }
}
