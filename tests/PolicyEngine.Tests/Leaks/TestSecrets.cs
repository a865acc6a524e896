using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Secrets put together at run time: no scanner of this repository shall find one.</summary>
internal static class TestSecrets
{
    /// <summary>Letters and digits that look random and are always the same.</summary>
    public static string Letters(int count) => Of("q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6", count);

    public static string Hex(int count) => Of("9f86d081884c7d659a2feaa0c55ad0", count);

    /// <summary>A body of an alphabet.</summary>
    public static string Body(Alphabet alphabet, int count)
    {
        const string Seed = "q7Wz2KdR9xLm4TvB8nYc5HgJ3pSf6-_AeDb1";
        var allowed = new string([.. Seed.Where(c => CharClasses.Is(c, alphabet & ~(Alphabet.Dash | Alphabet.Underscore)))]);
        return Of(allowed, count);
    }

    private static string Of(string alphabet, int count)
    {
        var state = 20261121U;
        return string.Concat(Enumerable.Range(0, count).Select(_ => alphabet[(int)(((state = (state * 1664525) + 1013904223) >> 8) % alphabet.Length)]));
    }
}
