namespace AiDesk.Policy.Schemas;

/// <summary>A compiled JSON Schema 2020-12.</summary>
public sealed partial class ArgumentSchema
{
    /// <summary>Accepts every JSON object.</summary>
    public static ArgumentSchema Any { get; } = new();
}
