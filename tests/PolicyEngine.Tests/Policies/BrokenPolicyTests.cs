using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Sections;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Tests.Policies;

public sealed class BrokenPolicyTests
{
    private static readonly IReadOnlyList<BrokenDocument> All = BrokenDocument.In("tests/PolicyEngine.Tests/Policies/Broken");

    public static TheoryData<string> Names => [.. All.Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compile_BrokenDocument_ReportsExactlyWhatItStates(string name)
    {
        var broken = All.Single(candidate => candidate.Name == name);
        var errors = new PolicyCompiler().Compile(PolicySources.Of("t", broken.Document)).Errors;
        var report = string.Join('\n', errors);

        broken.Expected.ShouldNotBeEmpty();
        foreach (var expected in broken.Expected)
        {
            errors.Count(expected.Matches).ShouldBe(1, $"{expected}\nwas not reported once among:\n{report}");
        }

        errors.Length.ShouldBe(broken.Expected.Count, report);
        errors.ShouldAllBe(error => error.File == "t/policy.yaml");
    }

    [Fact]
    public void Cases_AllTogether_BreakEveryKeyOfTheDocument()
    {
        var broken = All.SelectMany(candidate => candidate.Expected).Select(expected => KeyOf(expected.Path)).ToHashSet(StringComparer.Ordinal);

        var keys = Keys(PolicySection.Shape.Record, []).ToList();

        keys.Count.ShouldBeGreaterThan(120);
        keys.Where(key => !broken.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void ToString_AnError_IsWhatEditorsJumpFrom() =>
        new PolicyError("acme/policy.yaml", 3, 7, "limits[0].rate", "is wrong").ToString().ShouldBe("acme/policy.yaml:3:7: limits[0].rate: is wrong");

    private static IEnumerable<string> Keys(RecordShape record, HashSet<string> seen)
    {
        if (!seen.Add(record.Title))
        {
            return [];
        }

        var prefix = record.Title == "policy.yaml" ? "" : record.Title + ".";
        return record.Keys.SelectMany(key => (key.Shape.Record is { } inner ? Keys(inner, seen) : []).Prepend(prefix + key.Name));
    }

    /// <summary>From the path of an error to the title and key that it is declared under.</summary>
    private static string KeyOf(string path)
    {
        var parts = path.Split('.').Select(part => part.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? part[..bracket] : part).ToList();
        var condition = parts.FindIndex(part => part is "when" or "unless");
        if (parts[0] == "reviews" && condition >= 0 && parts.Count > condition + 1)
        {
            var inner = parts.Skip(condition + 1).Where((part, index) => index == parts.Count - condition - 2 || part is not ("all" or "any" or "not")).ToList();
            return "conditions." + string.Join('.', inner);
        }

        return parts[0] switch
        {
            "limits" or "budgets" when parts is [_, "share", var key] => "share." + key,
            "limits" or "budgets" or "reviews" when parts.Count > 1 => $"{parts[0]}[].{parts[1]}",
            "tools" when parts.Count > 4 && parts[2] == "output" => $"tools.*.output.*.{parts[^1]}",
            "tools" or "attributes" when parts.Count > 2 => $"{parts[0]}.*.{parts[2]}",
            _ => string.Join('.', parts),
        };
    }
}
