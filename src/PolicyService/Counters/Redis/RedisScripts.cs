namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>The scripts of the store, as they are embedded.</summary>
internal static class RedisScripts
{
    /// <summary>One decision.</summary>
    public static RedisScript Apply { get; } = Load("apply");

    /// <summary>One settle.</summary>
    public static RedisScript Settle { get; } = Load("settle");

    /// <summary>A tenant's epoch and kill switch.</summary>
    public static RedisScript Tenant { get; } = Load("tenant");

    /// <summary>Ended leases beyond those that a decision clears away.</summary>
    public static RedisScript Sweep { get; } = Load("sweep");

    /// <summary>What budgets have committed.</summary>
    public static RedisScript Spent { get; } = Load("spent");

    /// <summary>Several decisions and settles of one tenant: both scripts as functions, and what calls them.</summary>
    public static RedisScript Many { get; } = new("many", $"local function apply(KEYS, ARGV)\n{Read("apply")}\nend\nlocal function settle(KEYS, ARGV)\n{Read("settle")}\nend\n{Read("many")}");

    private static RedisScript Load(string name) => new(name, Read(name));

    private static string Read(string name)
    {
        using var stream = typeof(RedisScripts).Assembly.GetManifestResourceStream($"redis.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
