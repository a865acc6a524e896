namespace AiDesk.Policy.Policies.Documents;

/// <summary>Follows <c>extends:</c> from a tenant's document to its bases and lays each over the next.</summary>
internal sealed class DocumentChain(PolicySources sources, DocumentCache cache, ICollection<PolicyError> errors)
{
    private readonly List<string> _paths = [];

    /// <summary>Paths of the documents that took part, the tenant's first.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>The whole document, or null when some part of it cannot be read.</summary>
    public MapNode? Read(string path) => Read(path, named: null);

    private MapNode? Read(string path, ScalarNode? named)
    {
        if (!sources.Documents.TryGetValue(path, out var text))
        {
            Add(named, path, $"there is no document {Quoted.Of(path)}");
            return null;
        }

        _paths.Add(path);
        var own = cache.Read(path, text, errors);
        if (named is not null && own?.Find("tenant") is { } claimed)
        {
            Add(claimed, "", "a base belongs to no tenant; remove it");
        }

        if (own?.Find("extends") is not { } extends)
        {
            return own;
        }

        return BaseOf(extends) is { } basis ? DocumentMerge.Over(basis, own) : null;
    }

    private MapNode? BaseOf(PolicyNode extends)
    {
        if (extends is not ScalarNode { Meaning: ScalarMeaning.Text } name || !IsBase(name.Text))
        {
            Add(extends, "", $"must name a document of the folder {PolicySources.BaseFolder}, as {PolicySources.BaseFolder}/retail, not {extends.Noun}");
            return null;
        }

        var path = $"{name.Text}.yaml";
        if (_paths.Contains(path, StringComparer.Ordinal))
        {
            Add(name, "", $"goes in a circle: {string.Join(" extends ", _paths.Append(path))}");
            return null;
        }

        if (_paths.Count == DocumentLimits.Chain)
        {
            Add(name, "", $"more than {DocumentLimits.Chain} documents extend each other");
            return null;
        }

        return Read(path, name);
    }

    private static bool IsBase(string name)
    {
        var prefix = PolicySources.BaseFolder.Length + 1;
        return name.StartsWith(PolicySources.BaseFolder + "/", StringComparison.Ordinal)
            && name.Length > prefix && name.Length <= prefix + 63
            && !name.AsSpan(prefix).ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-_");
    }

    private void Add(PolicyNode? node, string path, string problem) => errors.Add(node is null
        ? new PolicyError(path, 1, 1, "", problem)
        : new PolicyError(node.Place.File, node.Place.Line, node.Place.Column, node.Path, problem));
}
