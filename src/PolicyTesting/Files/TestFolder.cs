using System.Collections.Immutable;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.Policy.Testing.Files;

/// <summary>Finds the test files of one tenant's folder, however deep they lie, and reads them under the limits of the policies themselves.</summary>
internal static class TestFolder
{
    /// <param name="root">The policies directory.</param>
    /// <param name="tenant">Name of the folder.</param>
    /// <param name="errors">What could not be read.</param>
    public static ImmutableArray<(string Path, string Text)> Read(string root, string tenant, ICollection<PolicyError> errors)
    {
        var real = RealPath.Of(root) ?? root;
        var reader = new PolicyFileReader(real);
        var files = ImmutableArray.CreateBuilder<(string, string)>();
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = PolicyFolderLimits.Depth, AttributesToSkip = FileAttributes.Hidden };
        foreach (var file in Directory.EnumerateFiles(Path.Combine(real, tenant), "*" + PolicySources.TestSuffix, options).Order(StringComparer.Ordinal))
        {
            var shown = Path.GetRelativePath(real, file).Replace('\\', '/');
            if (reader.Read(file, shown, errors) is { } read)
            {
                files.Add((shown, read.Text));
            }
        }

        return files.ToImmutable();
    }
}
