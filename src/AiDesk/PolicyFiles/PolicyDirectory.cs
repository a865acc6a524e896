using System.Collections.Immutable;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Testing;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>A policies directory, or one tenant's folder inside of one, read as the service reads it at start.</summary>
internal sealed class PolicyDirectory
{
    private readonly string _root;
    private readonly string _shownRoot;

    /// <summary>Throws <see cref="CommandFailure"/> when there is no such directory.</summary>
    public PolicyDirectory(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (!Directory.Exists(full))
        {
            throw CommandFailure.Usage($"{directory} is no directory.");
        }

        // A tenant's folder is judged where it lies: what it extends is beside it.
        var tenant = File.Exists(Path.Combine(full, PolicySources.FileName)) ? Path.GetFileName(full) : null;
        _root = tenant is null ? full : Path.GetDirectoryName(full)!;
        _shownRoot = tenant is null ? directory : Path.Combine(directory, "..");
        var snapshots = new PolicySnapshots();
        var folder = new PolicyFolder(_root, snapshots, TimeProvider.System);
        folder.Load();
        States = [.. folder.States.Values.Where(state => tenant is null || state.Tenant == tenant).OrderBy(state => state.Tenant, StringComparer.Ordinal)];

        var errors = new List<PolicyError>(folder.DirectoryErrors.Concat(States.SelectMany(state => state.Errors)));
        Tests = [.. States.Select(state => new TenantTests(
            state.Tenant,
            state.Errors.IsEmpty ? snapshots.For(state.Tenant) : null,
            TestFolder.Read(_root, state.Tenant, errors)))];
        Errors = [.. errors.Distinct()];
    }

    /// <summary>How each tenant stands, by name.</summary>
    public ImmutableArray<TenantPolicyState> States { get; }

    /// <summary>Each tenant's tests, unread.</summary>
    public ImmutableArray<TenantTests> Tests { get; }

    /// <summary>What is wrong with the directory and the policies; not with the tests.</summary>
    public ImmutableArray<PolicyError> Errors { get; }

    /// <summary>With a path that leads to the file from where the command was given.</summary>
    public string Shown(PolicyError error) =>
        (error.File == _root ? error with { File = _shownRoot } : error with { File = Path.Combine(_shownRoot, error.File) }).ToString();
}
