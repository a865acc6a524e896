using AiDesk.Policy.Service.Policies;

namespace AiDesk.Policy.Service.Tests.Policies;

/// <summary>A policies directory of one test, with what it loads into.</summary>
internal sealed class PolicyDirectory : IDisposable
{
    private readonly List<PolicyChange> _changes = [];

    public PolicyDirectory()
    {
        Folder = new PolicyFolder(Root, Snapshots, TimeProvider.System, Add);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("aidesk-policies-").FullName;

    public PolicySnapshots Snapshots { get; } = new();

    public PolicyFolder Folder { get; }

    /// <summary>What was told of changes so far, as <c>Loaded acme</c>, in order of tenants within a scan.</summary>
    public IReadOnlyList<string> Changes
    {
        get
        {
            lock (_changes)
            {
                return [.. _changes.Select(change => $"{change.Kind} {change.State.Tenant}")];
            }
        }
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void WriteTenant(string tenant, string rest = "") => Write($"{tenant}/policy.yaml", $"tenant: {tenant}\n{rest}");

    /// <summary>Scans until what is found has settled.</summary>
    public void Settle()
    {
        while (!Folder.Scan())
        {
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Add(PolicyChange change)
    {
        lock (_changes)
        {
            _changes.Add(change);
        }
    }
}
