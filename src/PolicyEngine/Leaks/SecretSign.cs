namespace AiDesk.Policy.Leaks;

/// <summary>What stands between a name and a value.</summary>
internal enum SecretSign : byte
{
    /// <summary>Space, or words.</summary>
    None,

    /// <summary>A colon or a word like "is": as people write.</summary>
    Colon,

    /// <summary>An equals sign, an arrow or quotes, or the scheme of a header: as programs write.</summary>
    Assignment,
}
