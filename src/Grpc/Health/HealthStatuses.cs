using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck;

/// <summary>The state of each service. A change completes one task that all watchers wait for; the slow ones see the latest state only.</summary>
internal sealed class HealthStatuses
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NextChange();

    public ServingStatus? Find(string service)
    {
        lock (_gate)
        {
            return _statuses.TryGetValue(service, out var status) ? status : null;
        }
    }

    /// <summary>The state now, and what completes at the next change of any service.</summary>
    public (ServingStatus Status, Task Changed) Watch(string service)
    {
        lock (_gate)
        {
            return (_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown), _changed.Task);
        }
    }

    public void Set(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        Change(statuses => statuses[service] = status);
    }

    public void Clear(string service) => Change(statuses => statuses.Remove(service));

    public void ClearAll() => Change(statuses => statuses.Clear());

    private void Change(Action<Dictionary<string, ServingStatus>> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change(_statuses);
            changed = _changed;
            _changed = NextChange();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NextChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
