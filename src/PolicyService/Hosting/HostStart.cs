using AiDesk.Identity;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.Rest;
using AiDesk.Postgres;
using AiDesk.Transport;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>What must be in order before the listeners open: a service that could verify nobody does not start.</summary>
internal static class HostStart
{
    /// <summary>What gRPC's health service is asked about: the server as a whole, and each service of ours.</summary>
    public static readonly string[] ServedNames = ["", "aidesk.policy.v1.PolicyService", "aidesk.policy.v1.PolicyAdminService", "envoy.service.ratelimit.v3.RateLimitService", "envoy.service.auth.v3.Authorization"];

    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var collector = services.GetRequiredService<PrometheusCollector>();

        // Made now, so that a key or a folder that cannot be read stops the start and not the first call.
        services.GetRequiredService<KeyRing>();
        services.GetRequiredService<CheckInputHandler>();
        services.GetRequiredService<ResolveApprovalHandler>();
        services.GetRequiredService<PolicyAdminGrpcService>();
        services.GetRequiredService<RestCalls>();
        services.GetRequiredService<RecordMetrics>();
        services.GetRequiredService<StateMetrics>();
        services.GetRequiredService<ServiceMetrics>().Serve(collector);
        services.GetRequiredService<AdmissionGate>().Serve(collector);
        services.GetRequiredService<ConnectionMetrics>().Serve(collector);
        if (services.GetRequiredService<TrustedIssuers>().Configured is { } keys)
        {
            await keys.RefreshAsync(cancellationToken);
            if (keys.Current.Count == 0)
            {
                throw new PolicyServiceStartException([$"{Configuration.ConfigurationVariable.Jwks}: no key could be read: {keys.LastFault}"]);
            }
        }

        if (services.GetService<IRedisConnection>() is { } redis)
        {
            await CheckRedisAsync(redis, cancellationToken);
        }

        if (services.GetService<PostgresDatabase>() is { } postgres)
        {
            await CheckPostgresAsync(postgres, cancellationToken);
        }

        foreach (var service in ServedNames)
        {
            services.GetRequiredService<ServingState>().Set(service, true);
        }
    }

    /// <summary>
    /// A Redis that can never be used (a wrong password, a certificate, eviction) stops the start. One that cannot be reached does not: the service starts
    /// degraded, says so in its log, and the outage rules hold until it is there.
    /// </summary>
    private static async Task CheckRedisAsync(IRedisConnection redis, CancellationToken cancellationToken)
    {
        await redis.ReadyAsync(cancellationToken);
        if (redis.Refusal is { } refusal)
        {
            throw new PolicyServiceStartException([$"{Configuration.ConfigurationVariable.Redis}: {refusal}"]);
        }
    }

    /// <summary>
    /// A database that another form of our migrations was applied to stops the start. One that does not answer, or does not let us in yet, does not: records wait
    /// in the journal.
    /// </summary>
    private static async Task CheckPostgresAsync(PostgresDatabase postgres, CancellationToken cancellationToken)
    {
        try
        {
            await postgres.PrepareAsync(cancellationToken);
        }
        catch (MigrationException fault)
        {
            throw new PolicyServiceStartException([$"{Configuration.ConfigurationVariable.RecordsPostgres}: {fault.Message}"]);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            // The writer tries again, and the log and /readyz say so.
        }
    }
}
