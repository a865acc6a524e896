using System.Collections.Concurrent;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>Reads a base once for all the tenants that extend it. Bounded; safe to share between threads because nodes are immutable once read.</summary>
internal sealed class DocumentCache
{
    private const int Limit = 64;

    private readonly ConcurrentDictionary<(string Path, string Text), (MapNode? Root, PolicyError[] Errors)> _read = new();

    public MapNode? Read(string path, string text, ICollection<PolicyError> errors)
    {
        if (!path.StartsWith(PolicySources.BaseFolder + "/", StringComparison.Ordinal))
        {
            return YamlDocument.Read(path, text, errors);
        }

        if (_read.Count >= Limit)
        {
            _read.Clear();
        }

        var (root, faults) = _read.GetOrAdd((path, text), static key =>
        {
            var found = new List<PolicyError>();
            return (YamlDocument.Read(key.Path, key.Text, found), [.. found]);
        });
        foreach (var fault in faults)
        {
            errors.Add(fault);
        }

        return root;
    }
}
