using System.Collections.Frozen;

namespace AiDesk.Policy.Policies;

/// <summary>The texts that one tenant's policy may be compiled from. The engine does no I/O: whoever calls has read them.</summary>
public sealed record PolicySources
{
    /// <summary>The tenant's id, which is the name of its folder: <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    public required string Tenant { get; init; }

    /// <summary>
    /// Texts by path relative to the policies directory, with forward slashes: <c>acme/policy.yaml</c>, <c>acme/prompts/vendor.txt</c>,
    /// <c>_base/retail.yaml</c>. More than are used may be given.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Documents { get; init; }

    /// <summary>The path of the tenant's own document.</summary>
    public string Path => $"{Tenant}/{FileName}";

    /// <summary>Name of every tenant's document.</summary>
    public const string FileName = "policy.yaml";

    /// <summary>Folder of the documents that <c>extends:</c> may name.</summary>
    public const string BaseFolder = "_base";

    /// <summary>Policy tests lie beside the policy and are not part of it.</summary>
    public const string TestSuffix = "_test.yaml";

    /// <summary>Sources of one document and nothing beside it: what PutPolicy and tests have.</summary>
    public static PolicySources Of(string tenant, string document) => new()
    {
        Tenant = tenant,
        Documents = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{tenant}/{FileName}"] = document }.ToFrozenDictionary(StringComparer.Ordinal),
    };
}
