namespace AiDesk.Policy.Schemas;

/// <summary><c>type</c>.</summary>
internal sealed class TypeRule(JsonTypes types)
{
    public string Problem { get; } = $"must be of type {JsonTypeNames.Describe(types)}";

    public bool Allows(JsonTypes value) => (types & value) != 0;
}
