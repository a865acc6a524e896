using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Policies;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>
/// Before the listeners open and after the policies were read: a Redis that can never be used (a wrong password, a certificate, eviction) stops the start.
/// One that cannot be reached does not: the service starts degraded, and the outage rules hold until it is there.
/// </summary>
internal sealed class RedisStart(IRedisConnection connection, RedisCounterStore store, PolicySnapshots snapshots) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.ReadyAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            if (connection.Refusal is { } refusal)
            {
                throw new PolicyServiceStartException([$"{ConfigurationVariable.Redis}: {refusal}"]);
            }

            foreach (var tenant in snapshots.Tenants)
            {
                await store.OpenAsync(tenant, cancellationToken);
            }
        }
        catch (ScriptFaultException fault)
        {
            throw new PolicyServiceStartException([$"{ConfigurationVariable.Redis}: {fault.Message}"], fault);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            // The connection has said so in the log, and goes on trying.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
