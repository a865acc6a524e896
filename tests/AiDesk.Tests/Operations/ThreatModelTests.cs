using System.Text.RegularExpressions;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>Each mitigation of docs/threat-model.md, and each requirement of docs/production-readiness.md, names tests that there are.</summary>
public sealed partial class ThreatModelTests
{
    [Theory]
    [InlineData("threat-model.md", "| threat ")]
    [InlineData("production-readiness.md", "| requirement ")]
    public void Document_Tests_Exist(string document, string header)
    {
        var rows = Rows(File.ReadAllLines(Repository.In("docs", document)), header).ToList();
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

    /// <summary>Of every table with that header.</summary>
    private static IEnumerable<string> Rows(string[] lines, string header)
    {
        for (var place = 0; place < lines.Length; place++)
        {
            if (lines[place].StartsWith(header, StringComparison.Ordinal))
            {
                for (place += 2; place < lines.Length && lines[place].StartsWith('|'); place++)
                {
                    yield return lines[place];
                }
            }
        }
    }

    [GeneratedRegex("`([A-Za-z]+Tests(\\.[A-Za-z0-9_]+)?)`", RegexOptions.NonBacktracking)]
    private static partial Regex Test();
}
