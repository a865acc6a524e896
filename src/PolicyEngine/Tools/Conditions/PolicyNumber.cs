using System.Text;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary>A number that a policy compares with, exactly: no binary fractions, no rounding.</summary>
internal sealed class PolicyNumber
{
    // Attributes come as text: where their numbers are read.
    [ThreadStatic]
    private static JsonIndex? t_index;

    private readonly SchemaNumber _number;

    private PolicyNumber(SchemaNumber number) => _number = number;

    /// <summary>Null for what is not a number as JSON writes them.</summary>
    public static PolicyNumber? Parse(string text)
    {
        var index = new JsonIndex();
        return TryRead(text, index) ? new PolicyNumber(new SchemaNumber(index, 0)) : null;
    }

    /// <summary>Below zero, zero or above, as the other is less than, the same as or greater than this one.</summary>
    public int Place(JsonNumber other) => other.CompareTo(_number.Value);

    public bool IsAbove(PolicyNumber other) => other.Place(_number.Value) > 0;

    public bool Is(JsonNumber other) => _number.Value.Same(other);

    /// <summary>The number that a text is. It is good until the next one is read on this thread.</summary>
    public static bool TryRead(string text, out JsonNumber number)
    {
        var index = t_index ??= new JsonIndex();
        var isNumber = TryRead(text, index);
        number = isNumber ? index.Number(0) : default;
        return isNumber;
    }

    private static bool TryRead(string text, JsonIndex index)
    {
        Span<byte> utf8 = stackalloc byte[128];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length)
            && index.TryRead(utf8[..length], 1, out _)
            && index.Tokens[0].Kind == JsonKind.Number;
    }
}
