using System.Collections.Concurrent;
using AiDesk.Policy.Limits;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Sweeps, off the path, a budget in which more leases had ended than a batch clears away. One sweep a tenant at a time.</summary>
internal sealed class LeaseSweeper(IScriptConnection connection, RedisStoreOptions options, ILogger log) : IDisposable
{
    private readonly ConcurrentDictionary<RedisTenant, Task> _running = new();
    private readonly CancellationTokenSource _stop = new();

    public void Begin(RedisTenant tenant, CounterBatch batch)
    {
        if (_running.ContainsKey(tenant))
        {
            return;
        }

        var call = new ScriptCall();
        call.Begin(RedisScripts.Sweep);
        foreach (ref readonly var operation in batch.Operations)
        {
            if (operation.Kind == CounterKind.Reserve && !BatchCheck.IsInvalid(batch, operation))
            {
                BatchCall.AddBudgetKeys(call, tenant, operation.Name, operation.Descriptor, Windows.Pick(operation.Window, batch.Readings.Now).Start);
            }
        }

        call.Add(options.ScriptClockMs);
        _running.TryAdd(tenant, SweepAsync(tenant, call));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task SweepAsync(RedisTenant tenant, ScriptCall call)
    {
        await Task.Yield();
        try
        {
            while (await connection.RunAsync(call, options.SlowDeadline, _stop.Token) is [1, ..])
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The store is going.
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException or ObjectDisposedException)
        {
            log.SweepFailed(fault, tenant.Name);
        }
        finally
        {
            _running.TryRemove(tenant, out _);
        }
    }
}
