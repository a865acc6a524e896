using System.Collections.Frozen;

namespace AiDesk.Policy.Output;

/// <summary>What a model may see of one value of a tool's output; the root is the tool's <c>output:</c> map.</summary>
public sealed record OutputField
{
    /// <summary>A tool without an output schema: an empty object, never the raw one.</summary>
    public static OutputField Nothing { get; } = new() { Type = OutputType.Object };

    public required OutputType Type { get; init; }

    /// <summary>Object: its fields. List of objects: the fields of each item.</summary>
    public FrozenDictionary<string, OutputField> Fields
    {
        get;
        init
        {
            field = value;
            Table = new OutputFieldTable(value);
        }
    } = FrozenDictionary<string, OutputField>.Empty;

    /// <summary><see cref="Fields"/>, looked up by bytes.</summary>
    internal OutputFieldTable Table { get; private init; } = OutputFieldTable.Empty;

    /// <summary>List: what each item is; null unless <see cref="Type"/> is <see cref="OutputType.List"/>.</summary>
    public OutputField? Item { get; init; }

    /// <summary>List: most items, 1 to 1,000.</summary>
    public int Max { get; init; } = 20;

    /// <summary>String: most code points, 1 to 32,000; the rest is cut.</summary>
    public int MaxChars { get; init; } = 500;

    public OutputTrust Trust { get; init; }
}

public enum OutputType : byte
{
    String,
    Number,
    Integer,
    Boolean,
    Object,
    List,
}

/// <summary>Whether a value that a tool returned may be used as an argument of another.</summary>
public enum OutputTrust : byte
{
    /// <summary>It is text that anyone may have written.</summary>
    Data,

    /// <summary>It is an id or address that the tool vouches for.</summary>
    Reference,
}
