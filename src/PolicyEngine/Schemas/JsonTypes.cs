using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>The types of JSON Schema.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

internal static class JsonTypeNames
{
    private static readonly (string Name, JsonTypes Type)[] Known =
    [
        ("null", JsonTypes.Null),
        ("boolean", JsonTypes.Boolean),
        ("integer", JsonTypes.Integer),
        ("number", JsonTypes.Number),
        ("string", JsonTypes.String),
        ("array", JsonTypes.Array),
        ("object", JsonTypes.Object),
    ];

    /// <summary><see cref="JsonTypes.None"/> when there is no such type.</summary>
    public static JsonTypes Parse(string name)
        => Known.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.Ordinal)).Type;

    public static string Describe(JsonTypes types) => string.Join(" or ", Known.Where(known => types.HasFlag(known.Type)).Select(known => known.Name));

    /// <summary>All types that a value is of: 1.0 is an integer and a number.</summary>
    public static JsonTypes Of(JsonIndex json, int token) => json.At(token).Kind switch
    {
        JsonKind.Object => JsonTypes.Object,
        JsonKind.Array => JsonTypes.Array,
        JsonKind.Name or JsonKind.String => JsonTypes.String,
        JsonKind.Number => json.Number(token).IsInteger ? JsonTypes.Integer | JsonTypes.Number : JsonTypes.Number,
        JsonKind.Null => JsonTypes.Null,
        _ => JsonTypes.Boolean,
    };
}
