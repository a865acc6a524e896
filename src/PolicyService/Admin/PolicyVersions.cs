using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Policies.Store;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Admin;

/// <summary>The versions of a policy that there are: the one in force, and those of the store. A store that cannot be read is UNAVAILABLE.</summary>
internal sealed class PolicyVersions(PolicyFolder folder, IServiceProvider services)
{
    private readonly PolicyStore? _store = services.GetService<PolicyStore>();

    /// <summary>Oldest first; empty with files, and before the first version was put.</summary>
    public IReadOnlyList<PolicyIndexEntry> Index(string tenant) => Guarded(() => _store?.IndexOf(tenant).Read() ?? []);

    /// <summary>Documents by path; null when there is no such version.</summary>
    public IReadOnlyDictionary<string, string>? Find(string tenant, string version, string inForce)
    {
        if (version == inForce && folder.DocumentsOf(tenant) is { Count: > 0 } documents)
        {
            return documents;
        }

        return Index(tenant).LastOrDefault(entry => entry.Version == version) is { } found ? Guarded(() => _store!.Read(found)) : null;
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PolicyStoreException fault)
        {
            throw RpcErrors.Unavailable("the policy store: " + fault.Message);
        }
    }
}
