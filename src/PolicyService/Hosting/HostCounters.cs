using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Counters.Shares;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Counters in this process, or on Redis with bounded ones of this process behind it.</summary>
internal static class HostCounters
{
    public static void Add(IServiceCollection services, PolicyServiceOptions options)
    {
        // There without Redis too: what the operations' document lists is served whatever is set.
        services.AddSingleton<ConnectionMetrics>();
        if (options.Redis is not { } redis)
        {
            services.AddSingleton<ICounterStore>(provider => new InMemoryCounterStore(
                provider.GetRequiredService<TimeProvider>(), switches: new SwitchFolder(Path.Combine(options.StateDirectory, SwitchFolder.Name))));
            return;
        }

        services.AddSingleton(provider => RedisConnections.Open(
            redis, provider.GetRequiredService<ConnectionMetrics>(), provider.GetRequiredService<ILogger<IRedisConnection>>()));
        services.AddSingleton(provider => new LocalLedger(
            options.StateDirectory, provider.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds()));
        services.AddSingleton<ILedger>(provider => options.RecordsPostgres is null
            ? provider.GetRequiredService<LocalLedger>()
            : new SharedLedger(
                provider.GetRequiredService<LocalLedger>(), provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<DecisionRecorder>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RedisCounterStore(
            provider.GetRequiredService<IRedisConnection>(),
            new RedisStoreOptions
            {
                Deadline = redis.CommandDeadline,
                Recover = options.RedisAcceptsOverrun ? RecoverRule.AcceptOverrun : RecoverRule.Wait,
                LongestLease = options.Lease,
            },
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisCounterStore>>()));
        services.AddSingleton(provider => new SharingCounterStore(
            provider.GetRequiredService<RedisCounterStore>(), provider.GetRequiredService<ConnectionMetrics>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SharingCounterStore>>()));
        services.AddSingleton<ICounterStore>(provider => new FallbackCounterStore(
            provider.GetRequiredService<SharingCounterStore>(), provider.GetRequiredService<ConnectionMetrics>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService, RedisTenants>();
        services.AddSingleton<IHostedService, RedisShares>();
    }
}
