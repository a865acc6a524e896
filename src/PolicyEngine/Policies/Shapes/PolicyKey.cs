using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>One key of a record: its name, its shape and what it means, said once.</summary>
internal abstract class PolicyKey(string name, string description)
{
    public string Name { get; } = name;

    /// <summary>For the person who writes a policy: what it does, its unit, what is special.</summary>
    public string Description { get; } = description;

    /// <summary>What holds when the key is absent, as a policy would write it; empty when that is said in <see cref="Description"/>.</summary>
    public string DefaultText { get; init; } = "";

    public bool Required { get; init; }

    public abstract Shape Shape { get; }
}

internal sealed class PolicyKey<T>(string name, Shape<T> shape, string description) : PolicyKey(name, description)
{
    public override Shape Shape => shape;

    /// <summary>What holds when the key is absent or wrong (when it is wrong there will be no snapshot).</summary>
    public T Default { get; init; } = default!;

    public bool TryRead(PolicyNode node, PolicyReading reading, out T value) => shape.TryRead(node, reading, out value);
}
