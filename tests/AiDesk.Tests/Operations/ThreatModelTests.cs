using System.Text.RegularExpressions;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>Each mitigation of docs/threat-model.md names tests that there are.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void ThreatModel_Tests_Exist()
    {
        var rows = File.ReadLines(Repository.In("docs", "threat-model.md"))
            .SkipWhile(line => !line.StartsWith("| threat ", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();
        rows.Count.ShouldBeGreaterThan(20);
        foreach (var row in rows)
        {
            var tests = Test().Matches(row.Split('|')[^2]).Select(match => match.Groups[1].Value.Split('.')).ToList();
            tests.ShouldNotBeEmpty(row);
            foreach (var name in tests)
            {
                var files = Directory.GetFiles(Repository.In("tests"), name[0] + ".cs", SearchOption.AllDirectories);
                files.ShouldNotBeEmpty(name[0]);
                if (name.Length > 1)
                {
                    files.ShouldContain(file => File.ReadAllText(file).Contains($" {name[1]}(", StringComparison.Ordinal), row);
                }
            }
        }
    }

    [GeneratedRegex("`([A-Za-z]+Tests(\\.[A-Za-z_]+)?)`", RegexOptions.NonBacktracking)]
    private static partial Regex Test();
}
