using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A list. Items that are wrong are reported and left out.</summary>
/// <param name="item">What each is.</param>
/// <param name="of">What they are, for messages.</param>
/// <param name="least">Fewest.</param>
/// <param name="most">Most.</param>
/// <param name="single">A value that is not a list stands for a list of one.</param>
internal sealed class ListShape<T>(Shape<T> item, string of, int least, int most, bool single = false) : Shape<ImmutableArray<T>>
{
    public override string Label { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{(single ? "one or " : "")}a list of {of}{(least > 0 ? $", at least {least}" : "")}, at most {most:N0}");

    public override RecordShape? Record => item.Record;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out ImmutableArray<T> value)
    {
        if (node is not ListNode list)
        {
            if (single && node is ScalarNode && item.TryRead(node, reading, out var only))
            {
                value = [only];
                return true;
            }

            value = [];
            return single && node is ScalarNode ? false : Refuse(node, reading, out value);
        }

        if (list.Items.Count < least || list.Items.Count > most)
        {
            reading.Fault(node, string.Create(CultureInfo.InvariantCulture, $"has {list.Items.Count} entries; must be {Label}"));
            value = [];
            return false;
        }

        var items = ImmutableArray.CreateBuilder<T>(list.Items.Count);
        foreach (var child in list.Items)
        {
            if (item.TryRead(child, reading, out var read))
            {
                items.Add(read);
            }
        }

        value = items.ToImmutable();
        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema(definitions), ["minItems"] = least, ["maxItems"] = most };
        return single ? new JsonObject { ["anyOf"] = new JsonArray(item.Schema(definitions), schema) } : schema;
    }
}
