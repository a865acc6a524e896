using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>What a word between a name and its value is.</summary>
internal enum Connector : byte
{
    None,

    /// <summary><c>is</c>: as good as a sign.</summary>
    Copula,

    /// <summary>The scheme of an Authorization header.</summary>
    Scheme,
}

/// <summary>Words that stand between a name and its value.</summary>
internal static class Connectors
{
    private static readonly FrozenDictionary<string, Connector>.AlternateLookup<ReadOnlySpan<char>> Words =
        new[] { "is", "was", "ist", "lautet", "es", "era", "est", "è", "é", "foi", "lautete", "now", "now:", "nun", "ahora" }
            .Select(w => KeyValuePair.Create(w, Connector.Copula))
            .Concat(new[] { "bearer", "basic", "token", "apikey", "digest", "negotiate" }.Select(w => KeyValuePair.Create(w, Connector.Scheme)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static Connector Of(ReadOnlySpan<char> word) => Words.TryGetValue(word, out var connector) ? connector : Connector.None;
}
