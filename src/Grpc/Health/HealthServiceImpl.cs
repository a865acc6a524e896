using Grpc.Core;
using Grpc.Health.V1;

namespace Grpc.HealthCheck;

/// <summary><c>grpc.health.v1</c>: whether the server, or one of its services, takes calls.</summary>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private readonly HealthStatuses _statuses = new();
    private readonly CancellationToken _stopping;

    public HealthServiceImpl()
    {
    }

    /// <summary>With a token whose cancellation ends all watches, so that a shutdown does not wait for them.</summary>
    internal HealthServiceImpl(CancellationToken stopping) => _stopping = stopping;

    /// <param name="service">Full name; empty for the server as a whole.</param>
    /// <param name="status">Told to every watcher when it differs from the last.</param>
    public void SetStatus(string service, HealthCheckResponse.Types.ServingStatus status) => _statuses.Set(service, status);

    /// <summary>Forgets a service: checks say NOT_FOUND, watchers SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service) => _statuses.Clear(service);

    public void ClearAll() => _statuses.ClearAll();

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        => _statuses.Find(request.Service) is { } status
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(new Status(StatusCode.NotFound, "Service is unknown."));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stopping);
        HealthCheckResponse.Types.ServingStatus? told = null;
        while (true)
        {
            var isLast = _stopping.IsCancellationRequested;
            var (status, changed) = _statuses.Watch(request.Service);
            if (status != told)
            {
                told = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, CancellationToken.None);
            }

            if (isLast)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is shutting down."));
            }

            await changed.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
