using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Policies;

/// <summary>What was read of one tenant's folder.</summary>
/// <param name="Tenant">The folder's name.</param>
/// <param name="Documents">Texts by path relative to the policies directory.</param>
/// <param name="Errors">What could not be read.</param>
internal sealed record TenantFiles(string Tenant, IReadOnlyDictionary<string, string> Documents, IReadOnlyList<PolicyError> Errors)
{
    /// <summary>The bases are among the documents, as they were when the version was put: today's are not looked at.</summary>
    public bool HasBases { get; init; }

    /// <summary>Would these compile to the same? Texts are compared, not times: a file that was touched is no change, one that was swapped within a tick is.</summary>
    public bool SameAs(TenantFiles other) =>
        Documents.Count == other.Documents.Count
        && Errors.SequenceEqual(other.Errors)
        && Documents.All(document => other.Documents.TryGetValue(document.Key, out var text) && string.Equals(text, document.Value, StringComparison.Ordinal));
}

/// <summary>What was read of a policies directory.</summary>
/// <param name="Tenants">By name.</param>
/// <param name="Bases">The documents of <c>_base</c>, as a tenant without a document of its own.</param>
/// <param name="Errors">What is wrong with the directory as a whole; then nothing else was read.</param>
internal sealed record PolicyFolderContents(IReadOnlyList<TenantFiles> Tenants, TenantFiles Bases, IReadOnlyList<PolicyError> Errors);
