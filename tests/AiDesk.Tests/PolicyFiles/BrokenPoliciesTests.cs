using System.Globalization;
using AiDesk.Policy.Tests.Policies;
using AiDesk.Tests.Running;
using Repository = AiDesk.Tests.Running.Repository;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>`aidesk policy validate` on a directory in which everything is wrong.</summary>
public sealed class BrokenPoliciesTests
{
    [Fact]
    public async Task Validate_BrokenPolicies_ReportsEveryPlantedErrorAndNoOther()
    {
        using var folder = new TemporaryFolder();
        var planted = Copy(Repository.In("tests", "AiDesk.Tests", "PolicyFiles", "BrokenPolicies"), folder);
        folder.Write("huge/policy.yaml", "tenant: huge\n" + new string('#', 1 << 20));
        planted.Add(("huge/policy.yaml", new ExpectedError(1, 1, "", "is 1048589 bytes long; at most")));

        var run = await CommandRun.OfAsync("policy", "validate", folder.Path);

        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        var reported = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith(folder.Path, StringComparison.Ordinal)).ToList();
        foreach (var (file, error) in planted)
        {
            var begins = string.Create(
                CultureInfo.InvariantCulture,
                $"{folder.In(file)}:{error.Line}:{error.Column}: {(error.Path.Length > 0 ? error.Path + ": " : "")}{error.Problem}");
            reported.Count(line => line.StartsWith(begins, StringComparison.Ordinal)).ShouldBe(1, $"{begins}\nwas not reported once in:\n{run.Error}");
        }

        reported.Count.ShouldBe(planted.Count, run.Error);
    }

    /// <summary>The directory as it is committed, and what it says of itself.</summary>
    private static List<(string File, ExpectedError Error)> Copy(string from, TemporaryFolder folder)
    {
        var planted = new List<(string, ExpectedError)>();
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("README.md", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            var relative = Path.GetRelativePath(from, file);
            folder.Write(relative, text);
            planted.AddRange(ExpectedError.Of(text).Select(error => (relative, error)));
        }

        return planted;
    }
}
