using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Sections;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies;

/// <summary>
/// From texts to a snapshot, or to every error there is. Keep one: what tenants share (bases, word lists, patterns, schemas) is compiled once. Safe to use
/// from several threads; never throws on input.
/// </summary>
public sealed class PolicyCompiler
{
    private readonly CompiledTexts _texts = new();
    private readonly DocumentCache _documents = new();

    public PolicyCompilation Compile(PolicySources sources)
    {
        var reading = new PolicyReading(sources, _texts);
        if (!Texts.IsTenant(sources.Tenant))
        {
            reading.Fault(new SourcePlace(sources.Path, 1, 1), "", $"the folder's name must be {Texts.Tenant.Label}, not {Quoted.Of(sources.Tenant)}");
            return Failed(reading);
        }

        var chain = new DocumentChain(sources, _documents, reading.Errors);
        var root = chain.Read(sources.Path);
        if (root is null)
        {
            return Failed(reading);
        }

        reading.Used.UnionWith(chain.Paths);
        if (!PolicySection.Shape.TryRead(root, reading, out var snapshot) || reading.Errors.Count > 0)
        {
            return Failed(reading);
        }

        return new PolicyCompilation(snapshot with { Version = VersionOf(sources, reading.Used) }, [], Sorted(reading.Warnings));
    }

    private static PolicyCompilation Failed(PolicyReading reading) => new(null, Sorted(reading.Errors), Sorted(reading.Warnings));

    private static ImmutableArray<PolicyError> Sorted(ICollection<PolicyError> errors) =>
    [
        .. errors.Distinct()
            .OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column),
    ];

    /// <summary>Over the names and texts of all documents that took part, each with its length before it, so that no two sets of documents read alike.</summary>
    private static string VersionOf(PolicySources sources, IEnumerable<string> used)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in used)
        {
            Append(hash, path);
            Append(hash, sources.Documents[path]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(bytes);
    }
}
