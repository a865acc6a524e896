using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Policies;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>
/// After the policies were read and before the listeners open: each tenant's counters are made ready, so that its first decision does not find them cold.
/// One that does, because its policy or the server came later, is degraded and makes them ready for the next.
/// </summary>
internal sealed class RedisTenants(RedisCounterStore store, PolicySnapshots snapshots) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var tenant in snapshots.Tenants)
            {
                await store.OpenAsync(tenant, cancellationToken);
            }
        }
        catch (StoreUnavailableException)
        {
            // The connection has said so in the log, and goes on trying.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
