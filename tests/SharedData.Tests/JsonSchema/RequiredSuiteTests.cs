using AiDesk.Policy.Schemas;
using Xunit.Abstractions;

namespace AiDesk.SharedData.Tests.JsonSchema;

/// <summary>The required part of the official suite: every group is either refused for what is documented as unsupported, or all its cases pass.</summary>
public sealed class RequiredSuiteTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<SuiteGroup> Groups = SuiteGroup.ReadAll();

    [Fact]
    public void TryCompile_WholeSuite_RefusesExactlyWhatIsUnsupported()
    {
        var refused = Groups.Where(group => Compile(group) is null).Select(group => group.Name);
        var unsupported = Groups.Where(SuiteOracle.MustRefuse).Select(group => group.Name);

        refused.ShouldBe(unsupported);
    }

    [Fact]
    public void TryCompile_UnsupportedGroup_SaysWhy()
    {
        string[] reasons = ["is a keyword that is not supported", "points outside the document", "is a dialect that is not supported", "names a place that is not there"];
        foreach (var group in Groups.Where(SuiteOracle.MustRefuse))
        {
            var faults = new List<SchemaFault>();
            ArgumentSchema.TryCompile(group.Schema, faults);

            faults.ShouldAllBe(fault => reasons.Any(reason => fault.Problem.StartsWith(reason, StringComparison.Ordinal)), group.Name);
        }
    }

    [Fact]
    public void Validate_WholeSuite_AgreesWithEveryCase()
    {
        var wrong = Supported().SelectMany(entry => entry.Group.Cases
            .Where(test => entry.Schema.Validate(test.Json, []) != test.Valid)
            .Select(test => $"{entry.Group.Name}: {test.Description}"));

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Validate_WholeSuite_TellsFaultsExactlyWhenInvalid()
    {
        foreach (var (group, schema) in Supported())
        {
            foreach (var test in group.Cases)
            {
                var faults = new List<ArgumentFault>();
                schema.Validate(test.Json, faults);

                (faults.Count > 0).ShouldBe(!test.Valid, $"{group.Name}: {test.Description}");
                faults.Count.ShouldBeLessThanOrEqualTo(ArgumentSchema.FaultsLimit);
            }
        }
    }

    [Fact]
    public void Table_WholeSuite_HasOneRowForEachFile()
    {
        var rows = Groups.GroupBy(group => group.File, StringComparer.Ordinal).Select(file => (
            Name: file.Key,
            Supported: file.Where(group => Compile(group) is not null).Sum(group => group.Cases.Count),
            Refused: file.Where(group => Compile(group) is null).Sum(group => group.Cases.Count))).ToArray();
        output.WriteLine($"| {"JSON Schema 2020-12",-28} | {"cases passed",12} | {"refused",8} |");
        foreach (var (name, supported, refused) in rows)
        {
            output.WriteLine($"| {name,-28} | {supported,12} | {refused,8} |");
        }

        output.WriteLine($"| {"all",-28} | {rows.Sum(row => row.Supported),12} | {rows.Sum(row => row.Refused),8} |");
        rows.Where(row => row.Supported == 0).Select(row => row.Name)
            .ShouldBe(["defs", "dynamicRef", "refRemote", "unevaluatedItems", "unevaluatedProperties", "vocabulary"]);
    }

    private static IEnumerable<(SuiteGroup Group, ArgumentSchema Schema)> Supported()
    {
        foreach (var group in Groups)
        {
            if (Compile(group) is { } schema)
            {
                yield return (group, schema);
            }
        }
    }

    private static ArgumentSchema? Compile(SuiteGroup group) => ArgumentSchema.TryCompile(group.Schema, new List<SchemaFault>());
}
