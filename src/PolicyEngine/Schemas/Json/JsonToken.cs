namespace AiDesk.Policy.Schemas.Json;

/// <summary>What a token of a <see cref="JsonIndex"/> is. A <see cref="Name"/> is a member's name, directly followed by its value.</summary>
internal enum JsonKind : byte
{
    Object,
    Array,
    Name,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>One token of a <see cref="JsonIndex"/>: 16 bytes, no references.</summary>
internal struct JsonToken
{
    /// <summary>String, Name: first byte of the decoded text. Number: its first digit that is not a leading zero. Containers: the opening bracket.</summary>
    public int Start;

    /// <summary>String, Name: bytes. Number: digits that count (no leading or trailing zeros); 0 for zero. Object: members. Array: items.</summary>
    public int Length;

    /// <summary>
    /// Containers: index of the token after their content. Name: hash of its text. Number: power of ten e such that the value is 0.DIGITS × 10^e.
    /// </summary>
    public int Link;

    public JsonKind Kind;

    /// <summary>Number: below zero.</summary>
    public bool Negative;
}
