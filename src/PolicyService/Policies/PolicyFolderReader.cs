using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>
/// Reads a policies directory: one folder per tenant with <c>policy.yaml</c> and its prompts, and <c>_base</c>. Names that begin with a dot, and policy
/// tests, are not part of a policy. Anything else that looks like a policy and is none is an error: a file that is silently not read is a rule that is
/// silently not there.
/// </summary>
internal static class PolicyFolderReader
{
    private static readonly TenantFiles NoBases = new(PolicySources.BaseFolder, new Dictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>Never throws for what it finds; what cannot be read is an error of the tenant that it belongs to.</summary>
    public static PolicyFolderContents Read(string directory)
    {
        try
        {
            if (!Directory.Exists(directory) || RealPath.Of(directory) is not { } root)
            {
                return Failed(directory, "there is no such directory");
            }

            var folders = Directory.EnumerateDirectories(root).Select(Path.GetFileName).OfType<string>()
                .Where(name => !name.StartsWith('.'))
                .Order(StringComparer.Ordinal).ToList();
            var tenants = folders.Where(name => !string.Equals(name, PolicySources.BaseFolder, StringComparison.Ordinal)).ToList();
            if (tenants.Count > PolicyFolderLimits.Tenants)
            {
                return Failed(directory, $"has {tenants.Count} folders; at most {PolicyFolderLimits.Tenants} tenants are loaded");
            }

            return new PolicyFolderContents(
                [.. tenants.Select(name => new TenantFolderReader(root, name).Read())],
                folders.Count > tenants.Count ? new TenantFolderReader(root, PolicySources.BaseFolder).Read() : NoBases,
                []);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Failed(directory, $"cannot be read: {unreadable.GetType().Name}");
        }
    }

    private static PolicyFolderContents Failed(string directory, string problem) => new([], NoBases, [new PolicyError(directory, 1, 1, "", problem)]);
}
