using System.Text;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Policy.Service.RedisFaults.Connections;

/// <summary>A connection as the service makes it, and scripts that need nothing of ours.</summary>
internal sealed class Driver : IAsyncDisposable
{
    /// <summary>Answers its first argument.</summary>
    public static readonly RedisScript Echo = new("echo", "return ARGV[1]");

    /// <summary>A deadline that no machine misses by being busy.</summary>
    public static readonly TimeSpan Ample = TimeSpan.FromSeconds(5);

    private readonly ConnectionMetrics _metrics = new();

    private Driver(RedisOptions options) => Connection = RedisConnections.Open(options, _metrics, NullLogger.Instance);

    public IRedisConnection Connection { get; }

    public static async Task<Driver> OpenAsync(RedisOptions options)
    {
        var driver = new Driver(options);
        await driver.Connection.ReadyAsync(CancellationToken.None);
        return driver;
    }

    public static Task<Driver> OpenAsync(string url) => OpenAsync(Options(url));

    public static RedisOptions Options(string url) => RedisUrl.Parse(url, out var problem) is { } options
        ? options with { ConnectDeadline = TimeSpan.FromSeconds(2), CommandDeadline = TimeSpan.FromSeconds(1) }
        : throw new ArgumentException(problem, nameof(url));

    public async Task<string> RunAsync(RedisScript script, string argument = "", string key = "{t}:k", TimeSpan? deadline = null) =>
        Encoding.UTF8.GetString(await Connection.RunAsync(Call(script, argument, key), deadline ?? Ample, CancellationToken.None));

    public static ScriptCall Call(RedisScript script, string argument, string key = "{t}:k")
    {
        var call = new ScriptCall();
        call.Begin(script);
        call.AddKey(Encoding.UTF8.GetBytes(key));
        call.Add(argument);
        return call;
    }

    /// <summary>Until it is up again.</summary>
    public Task<TimeSpan> UpAsync() => Eventually.TrueAsync(() => Connection.State == ScriptConnectionState.Up, "the connection is up");

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _metrics.Dispose();
    }
}
