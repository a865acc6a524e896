using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>
/// What a value of a policy document must look like, said once: the reader, the JSON Schema and the reference page all come from it.
/// </summary>
internal abstract class Shape
{
    /// <summary>For the reference page, as <c>whole number, 1 to 32,000</c>.</summary>
    public abstract string Label { get; }

    /// <summary>The record within, if this is one or holds some: it gets a section of its own on the reference page.</summary>
    public virtual RecordShape? Record => null;

    /// <summary>JSON Schema 2020-12 of it. Definitions that it refers to go into <paramref name="definitions"/>.</summary>
    public abstract JsonObject Schema(JsonObject definitions);
}

internal abstract class Shape<T> : Shape
{
    /// <summary>Reads a value. False when it is not one; what is wrong has then been reported.</summary>
    public abstract bool TryRead(PolicyNode node, PolicyReading reading, out T value);

    /// <summary>Reports a value of another kind.</summary>
    protected bool Refuse(PolicyNode node, PolicyReading reading, out T value)
    {
        reading.Fault(node, node is ScalarNode { Meaning: ScalarMeaning.Nothing } ? $"has no value; must be {Label}" : $"must be {Label}, not {node.Noun}");
        value = default!;
        return false;
    }
}
