using System.Globalization;
using System.Text;
using AiDesk.Policy.Service.Counters.Redis;
using StackExchange.Redis;
using RedisKey = StackExchange.Redis.RedisKey;

namespace AiDesk.Bench.Redis;

/// <summary>
/// The other driver, as it would have to be used: a deadline of our own on every call, a cap, and a state of our own, because under a stalled server its
/// calls never end and it says that it is connected. Written to what its 1.2, 2 and 3 versions have in common.
/// </summary>
internal sealed class StackExchangeConnection : IScriptConnection
{
    private const int MostInFlight = 4096;
    private const int TimeoutsInARow = 3;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromMilliseconds(50);

    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _probing;
    private int _inFlight;
    private int _timeouts;

    private StackExchangeConnection(ConnectionMultiplexer connection)
    {
        _connection = connection;
        _database = connection.GetDatabase();
        _probing = ProbeAsync();
    }

    public ScriptConnectionState State => Volatile.Read(ref _timeouts) >= TimeoutsInARow || !_connection.IsConnected ? ScriptConnectionState.Down : ScriptConnectionState.Up;

    public bool IsCluster => _connection.GetEndPoints().Any(endpoint => _connection.GetServer(endpoint).ServerType == ServerType.Cluster);

    public static async Task<StackExchangeConnection> OpenAsync(IEnumerable<string> addresses)
    {
        var options = new ConfigurationOptions { AbortOnConnectFail = false, ConnectTimeout = 250, SyncTimeout = 1000, ConnectRetry = 3 };
        foreach (var address in addresses)
        {
            options.EndPoints.Add(address);
        }

        return new StackExchangeConnection(await ConnectionMultiplexer.ConnectAsync(options));
    }

    public async ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (State == ScriptConnectionState.Down)
        {
            throw new StoreUnavailableException(UnavailableReason.Disconnected, "down");
        }

        if (Interlocked.Increment(ref _inFlight) > MostInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new StoreUnavailableException(UnavailableReason.Overloaded, "too many calls");
        }

        var keys = new RedisKey[call.KeyCount];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = call[i].ToArray();
        }

        var arguments = new RedisValue[call.Count - call.KeyCount];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = call[keys.Length + i].ToArray();
        }

        var running = RunAsync(call.Script, keys, arguments);
        _ = running.ContinueWith(
            static (ended, self) =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref ((StackExchangeConnection)self!)._inFlight);
            },
            this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var answer = (byte[]?)await running.WaitAsync(deadline, cancellationToken);
            Volatile.Write(ref _timeouts, 0);
            return answer ?? throw new ScriptFaultException(call.Script.Name, "nil");
        }
        catch (TimeoutException fault)
        {
            Interlocked.Increment(ref _timeouts);
            throw new StoreUnavailableException(UnavailableReason.TimedOut, "no answer in time", fault);
        }
        catch (RedisConnectionException fault)
        {
            throw new StoreUnavailableException(UnavailableReason.Disconnected, fault.Message, fault);
        }
        catch (RedisServerException fault)
        {
            throw new StoreUnavailableException(UnavailableReason.Refused, fault.Message, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _probing;
        _connection.Close(allowCommandsToComplete: false);
        _connection.Dispose();
        _end.Dispose();
    }

    private async Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await _database.ScriptEvaluateAsync(Convert.FromHexString(Encoding.ASCII.GetString(script.Sha1)), keys, arguments, CommandFlags.DemandMaster);
        }
        catch (RedisServerException fault) when (fault.Message.StartsWith("NOSCRIPT", true, CultureInfo.InvariantCulture))
        {
            return await _database.ScriptEvaluateAsync(Encoding.UTF8.GetString(script.Text), keys, arguments, CommandFlags.DemandMaster);
        }
    }

    private async Task ProbeAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(ProbeInterval, _end.Token);
                if (Volatile.Read(ref _timeouts) < TimeoutsInARow)
                {
                    continue;
                }

                try
                {
                    await _database.PingAsync().WaitAsync(ProbeDeadline, _end.Token);
                    Volatile.Write(ref _timeouts, 0);
                }
                catch (Exception fault) when (fault is TimeoutException or RedisException)
                {
                    // Still down.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is going.
        }
    }
}
