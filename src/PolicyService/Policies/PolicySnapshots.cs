using System.Collections.Concurrent;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Policies;

/// <summary>The policies in force. Reads take no lock and see either the old snapshot or the new one, never a mixture.</summary>
internal sealed class PolicySnapshots(ValueKeys? keys = null)
{
    private readonly ConcurrentDictionary<string, Held> _tenants = new(StringComparer.Ordinal);

    /// <summary>Tenants with a policy in force.</summary>
    public int Count => _tenants.Count;

    /// <summary>In no order.</summary>
    public ICollection<string> Tenants => _tenants.Keys;

    /// <summary>The policy in force; null for a tenant that has none: everything is refused then.</summary>
    public PolicySnapshot? For(string tenant) => _tenants.TryGetValue(tenant, out var held) ? held.Current : null;

    /// <summary>The policy of a version, when it is the one in force or the one before it; else null.</summary>
    public PolicySnapshot? For(string tenant, string version)
    {
        if (!_tenants.TryGetValue(tenant, out var held))
        {
            return null;
        }

        return string.Equals(held.Current.Version, version, StringComparison.Ordinal) ? held.Current
            : string.Equals(held.Previous?.Version, version, StringComparison.Ordinal) ? held.Previous
            : null;
    }

    /// <summary>Puts a snapshot in force, with the key of its tenant, and keeps the one that it replaces. The same version again changes nothing.</summary>
    public void Put(PolicySnapshot snapshot) => _tenants.AddOrUpdate(
        snapshot.Tenant,
        static (_, added) => new Held(added, null),
        static (_, held, added) => string.Equals(held.Current.Version, added.Version, StringComparison.Ordinal) ? held : new Held(added, held.Current),
        keys is null ? snapshot : snapshot with { ValueKey = keys.For(snapshot.Tenant) });

    public bool Remove(string tenant) => _tenants.TryRemove(tenant, out _);

    private sealed record Held(PolicySnapshot Current, PolicySnapshot? Previous);
}
