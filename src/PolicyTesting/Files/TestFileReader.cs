using System.Collections.Immutable;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Sections;

namespace AiDesk.Policy.Testing.Files;

/// <summary>From the text of a test file to its tests, or to every error there is. Never throws on input.</summary>
internal static class TestFileReader
{
    /// <param name="path">Relative to the policies directory, with forward slashes: <c>acme/limits_test.yaml</c>.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="snapshot">The tenant's policy; null when it has errors of its own: then what depends on it is not looked at.</param>
    public static (TestFile? File, ImmutableArray<PolicyError> Errors) Read(string path, string text, PolicySnapshot? snapshot)
    {
        var sources = new PolicySources { Tenant = path.Split('/')[0], Documents = new Dictionary<string, string>(StringComparer.Ordinal) };
        var reading = new PolicyReading(sources, new CompiledTexts());
        TestFile? file = null;
        if (YamlDocument.Read(path, text, reading.Errors) is { } root
            && TestFileSection.Shape.TryRead(root, reading, out var read)
            && reading.Errors.Count == 0)
        {
            file = read with { Path = path };
            new TestFileLinks(file, reading).Check();
            if (snapshot is not null)
            {
                new TestFileFit(file, snapshot, reading).Check();
            }
        }

        ImmutableArray<PolicyError> errors = [.. reading.Errors.Distinct().OrderBy(error => error.Line).ThenBy(error => error.Column)];
        return (errors.IsEmpty ? file : null, errors);
    }
}
