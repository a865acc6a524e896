using AiDesk.Policy.Service.Counters.Shares;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>When the service ends, after its last call: shares are given back, so that the other replicas have them at once.</summary>
internal sealed class RedisShares(SharingCounterStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => store.EndAsync().WaitAsync(cancellationToken);
}
