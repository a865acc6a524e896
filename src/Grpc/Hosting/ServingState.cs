using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Transport;

/// <summary>
/// Says what is being served, through <c>grpc.health.v1</c>. Nothing is served until it is said so, and nothing once the host begins to stop:
/// watchers are told NOT_SERVING and their streams end, so that the shutdown does not wait for them.
/// </summary>
public sealed class ServingState : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _services = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenRegistration _registration;
    private bool _stopped;

    public ServingState(IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
#if USE_GRPC_PACKAGES
        Service = new HealthServiceImpl();
#else
        Service = new HealthServiceImpl(_stopping.Token);
#endif
        Set(string.Empty, serving: false);
        _registration = lifetime.ApplicationStopping.Register(Stop);
    }

    /// <summary>What answers Check and Watch.</summary>
    public HealthServiceImpl Service { get; }

    /// <param name="service">Full name; empty for the server as a whole.</param>
    /// <param name="serving">Whether calls are taken. Ignored once the host has begun to stop.</param>
    public void Set(string service, bool serving)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _services.Add(service);
                Service.SetStatus(service, StatusOf(serving));
            }
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stopping.Dispose();
    }

    private static HealthCheckResponse.Types.ServingStatus StatusOf(bool serving)
        => serving ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var service in _services)
            {
                Service.SetStatus(service, StatusOf(serving: false));
            }
        }

        _stopping.Cancel();
    }
}
