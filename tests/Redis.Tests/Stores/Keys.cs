using AiDesk.Redis.Harness;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>Looks at a server's keys from outside.</summary>
internal static class Keys
{
    public static async Task<string[]> AllAsync(RedisServer server, string pattern)
    {
        var keys = (object?[])(await server.CommandAsync("KEYS", pattern))!;
        return [.. keys.Cast<string>().Order(StringComparer.Ordinal)];
    }

    /// <summary>Milliseconds; -1 for a key that never expires.</summary>
    public static async Task<long> TtlAsync(RedisServer server, string key) => (long)(await server.CommandAsync("PTTL", key))!;

    /// <summary>What is in the keys, as a text that changes when they do.</summary>
    public static async Task<string> ContentAsync(RedisServer server, IEnumerable<string> keys)
    {
        var content = new List<string>();
        foreach (var key in keys)
        {
            var (type, dump) = (await server.CommandAsync("TYPE", key), await server.CommandAsync("DUMP", key));
            content.Add($"{key} {type} {dump}");
        }

        return string.Join('\n', content);
    }

    public static async Task DeleteAsync(RedisServer server, string pattern)
    {
        foreach (var key in await AllAsync(server, pattern))
        {
            await server.CommandAsync("DEL", key);
        }
    }
}
