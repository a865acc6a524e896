using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies.Store;

/// <summary>
/// What a scan finds with <c>AIDESK_POLICY_SOURCE=store</c>: the directory, which says which tenants there are, what they begin with, and the bases; and
/// over it the version that the store has in force. A tenant of the store never falls back to its files because the store cannot be read.
/// </summary>
internal static class StoredPolicies
{
    public static PolicyFolderContents Read(string directory, PolicyStore store)
    {
        var files = PolicyFolderReader.Read(directory);
        if (files.Errors.Count > 0)
        {
            return files;
        }

        try
        {
            var tenants = new SortedDictionary<string, TenantFiles>(files.Tenants.ToDictionary(tenant => tenant.Tenant, StringComparer.Ordinal), StringComparer.Ordinal);
            foreach (var tenant in store.Tenants())
            {
                if (store.FilesOf(tenant) is { } stored)
                {
                    tenants[tenant] = stored;
                }
            }

            return files with { Tenants = [.. tenants.Values] };
        }
        catch (PolicyStoreException fault)
        {
            return new PolicyFolderContents([], files.Bases, [new PolicyError(directory, 1, 1, "", fault.Message)]);
        }
    }
}
