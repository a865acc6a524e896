using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary><see cref="SecretKinds"/> by how they begin: how many kinds there are costs a text nothing.</summary>
internal static class SecretIndex
{
    private static readonly SecretKind[] Sorted = [.. SecretKinds.All.OrderBy(k => k.Prefix[0]).ThenByDescending(k => k.Prefix.Length)];
    private static readonly (ushort From, ushort To)[] ByFirst = [.. Enumerable.Range(0, 128).Select(c => Range((char)c))];
    private static readonly (ulong Low, ulong High)[] Seconds = [.. Enumerable.Range(0, 128).Select(c => SecondsOf((char)c))];

    /// <summary>Made once: a finding allocates no name.</summary>
    private static readonly FrozenDictionary<string, string> Codes =
        SecretKinds.All.Select(k => k.Code).Distinct(StringComparer.Ordinal).ToFrozenDictionary(code => code, code => "leak.secret." + code, StringComparer.Ordinal);

    public static string CodeOf(in SecretKind kind) => Codes[kind.Code];

    /// <summary>The kinds that may begin with these two characters, the longest beginnings first; most places have none.</summary>
    public static ReadOnlySpan<SecretKind> BeginningWith(char first, char second)
    {
        if (first >= 128 || second >= 128)
        {
            return default;
        }

        var (low, high) = Seconds[first];
        if ((((second & 64) == 0 ? low : high) >> (second & 63) & 1) == 0)
        {
            return default;
        }

        var (from, to) = ByFirst[first];
        return Sorted.AsSpan(from, to - from);
    }

    private static (ushort From, ushort To) Range(char first)
    {
        var from = Array.FindIndex(Sorted, k => k.Prefix[0] == first);
        return from < 0 ? default : ((ushort)from, (ushort)(Array.FindLastIndex(Sorted, k => k.Prefix[0] == first) + 1));
    }

    private static (ulong Low, ulong High) SecondsOf(char first)
    {
        var (low, high) = (0UL, 0UL);
        foreach (var kind in Sorted.Where(k => k.Prefix[0] == first))
        {
            var second = kind.Prefix[1];
            low |= (second & 64) == 0 ? 1UL << (second & 63) : 0;
            high |= (second & 64) != 0 ? 1UL << (second & 63) : 0;
        }

        return (low, high);
    }
}
