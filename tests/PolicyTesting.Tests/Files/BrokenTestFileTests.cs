using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;
using AiDesk.Policy.Testing.Sections;
using AiDesk.Policy.Tests.Policies;

namespace AiDesk.Policy.Testing.Tests.Files;

public sealed class BrokenTestFileTests
{
    private const string PolicyText = """
        tenant: t
        time_zone: Europe/Madrid
        departments: { u-17: marketing }
        attributes:
          tier: { source: token }
          vip: { source: approval, type: switch }
          urgency: { source: claim }
        """;

    private static readonly IReadOnlyList<BrokenDocument> All = BrokenDocument.In("tests/PolicyTesting.Tests/Files/Broken");

    public static TheoryData<string> Names => [.. All.Select(broken => broken.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BrokenFile_ReportsExactlyWhatItStates(string name)
    {
        var broken = All.Single(candidate => candidate.Name == name);
        var snapshot = new PolicyCompiler().Compile(PolicySources.Of("t", PolicyText)).Snapshot!;

        var (file, errors) = TestFileReader.Read("t/broken_test.yaml", broken.Document, snapshot);

        var report = string.Join('\n', errors);
        file.ShouldBeNull();
        broken.Expected.ShouldNotBeEmpty();
        foreach (var expected in broken.Expected)
        {
            errors.Count(expected.Matches).ShouldBe(1, $"{expected}\nwas not reported once among:\n{report}");
        }

        errors.Length.ShouldBe(broken.Expected.Count, report);
        errors.ShouldAllBe(error => error.File == "t/broken_test.yaml");
    }

    [Fact]
    public void Cases_AllTogether_BreakEveryKeyOfATestFile()
    {
        var broken = All.SelectMany(candidate => candidate.Expected).Where(expected => expected.Path.Length > 0).Select(expected => KeyOf(expected.Path)).ToHashSet(StringComparer.Ordinal);

        // What a missing required key is reported at is the map around it.
        broken.UnionWith(All.SelectMany(candidate => candidate.Expected).Where(expected => expected.Problem.StartsWith("the key ", StringComparison.Ordinal))
            .Select(expected => (expected.Path.Length == 0 ? "" : KeyOf(expected.Path) + ".") + expected.Problem.Split(' ')[2]));
        var keys = Keys(TestFileSection.Shape.Record, []).ToList();

        keys.Count.ShouldBeGreaterThan(80);
        keys.Where(key => !broken.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void Read_WithoutAPolicy_StillFindsWhatIsWrongInItself() =>
        TestFileReader.Read("t/a_test.yaml", "description: x\nclock: 2026-06-15T10:00\ncases: [{ name: a, context: b, steps: [{ freeze: true }] }]", snapshot: null)
            .Errors.Single().ToString().ShouldBe("t/a_test.yaml:3:29: cases[0].context: 'b' is not among contexts");

    private static IEnumerable<string> Keys(RecordShape record, HashSet<string> seen)
    {
        if (!seen.Add(record.Title))
        {
            return [];
        }

        var prefix = record.Title == "*_test.yaml" ? "" : record.Title + ".";
        return record.Keys.SelectMany(key => (key.Shape.Record is { } inner ? Keys(inner, seen) : []).Prepend(prefix + key.Name));
    }

    /// <summary>From the path of an error to the title and key that it is declared under.</summary>
    private static string KeyOf(string path)
    {
        var parts = path.Split('.').Select(part => part.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? part[..bracket] + "[]" : part).ToList();
        if (parts[0] is "principals" or "contexts" or "texts" or "questions" && parts.Count > 1)
        {
            parts[1] = "*";
        }

        var expect = parts.IndexOf("expect");
        if (expect >= 0 && parts.Count > expect + 1)
        {
            parts = ["expect", .. parts.Skip(expect + 1)];
        }

        // Below these the keys are the author's own.
        var open = parts.FindIndex(part => part is "claims" or "arguments" or "cost" or "json" or "sanitized");
        parts = open < 0 ? parts : parts[..(open + 1)];

        // A list's own key, where the list holds no records.
        var last = parts[^1];
        parts[^1] = last.EndsWith("[]", StringComparison.Ordinal) ? last[..^2] : last;
        return string.Join('.', parts);
    }
}
