using System.Collections.Concurrent;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.Policy.Service.Observability;

/// <summary>Since when each tenant's policy has been in force here. Told by the scanning thread, read by whoever collects.</summary>
internal sealed class PolicyAges
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    public void Changed(PolicyChange change, DateTimeOffset now)
    {
        switch (change.Kind)
        {
            case PolicyChangeKind.Loaded or PolicyChangeKind.Reloaded:
                _since[change.State.Tenant] = now;
                break;
            case PolicyChangeKind.Removed:
                _since.TryRemove(change.State.Tenant, out _);
                break;
            default:
                // What is in force stays.
                break;
        }
    }

    /// <summary>Null for a tenant without a policy.</summary>
    public DateTimeOffset? Since(string tenant) => _since.TryGetValue(tenant, out var since) ? since : null;

    /// <summary>When a policy last came into force, of any tenant; null when none did.</summary>
    public DateTimeOffset? Latest() => _since.IsEmpty ? null : _since.Values.Max();
}
