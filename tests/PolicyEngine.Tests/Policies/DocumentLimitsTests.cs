using System.Globalization;
using System.Text;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Tests.Policies;

public sealed class DocumentLimitsTests
{
    [Theory]
    [InlineData("tenant: t\nlocale: \0es", "2:9", "the character U+0000")]
    [InlineData("tenant: t\u0007", "1:10", "the character U+0007")]
    [InlineData("tenant: t\n\uFEFF", "2:1", "the character U+FEFF")]
    [InlineData("tenant: \"\\uD800\"", "1:9", "is not well-formed YAML")]
    [InlineData("tenant: \"\\uDC00\"", "1:9", "is not well-formed YAML")]
    [InlineData("tenant: \"\\0\"", "1:9", "holds an escaped NUL")]
    [InlineData("", "1:1", "the document is empty")]
    [InlineData("# nothing", "1:1", "the document is empty")]
    public void Compile_CharactersThatMayNotBe_AreRefusedInPlace(string document, string place, string problem)
    {
        var error = Errors(document).Single();

        $"{error.Line}:{error.Column}".ShouldBe(place);
        error.Problem.ShouldStartWith(problem);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDFFF)]
    public void Compile_HalfASurrogatePair_IsRefusedInPlace(int unit) =>
        Errors($"tenant: t\n# \U0001F600{(char)unit}").Single().ToString().ShouldStartWith($"t/policy.yaml:2:5: the character U+{unit:X4}");

    [Fact]
    public void Compile_ByteOrderMarkAtTheStart_IsSkipped() => Errors("\uFEFFtenant: t").ShouldBeEmpty();

    [Fact]
    public void Compile_HugeDocument_IsRefusedUnread() => Errors(new string('#', (1 << 20) + 1)).Single().Problem.ShouldStartWith("the document is 1048577 characters long");

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Compile_DeepDocument_IsRefused(string opening) =>
        Errors("tenant: t\ninput:\n " + string.Concat(Enumerable.Repeat(opening, 50_000))).Single().Problem.ShouldBe("is nested deeper than 32 maps and lists");

    [Fact]
    public void Compile_ManyNodes_AreRefused()
    {
        var document = "tenant: t\ninput: { forbidden_words: [" + string.Concat(Enumerable.Repeat("a,", 100_001)) + "] }";

        Errors(document).Single().Problem.ShouldStartWith("the document has more than 100000 keys and values");
    }

    [Fact]
    public void Compile_ManyDuplicates_AreBounded() => Errors("tenant: t\n" + string.Concat(Enumerable.Repeat("locale: es\n", 5000))).Count.ShouldBe(1000);

    [Fact]
    public void Compile_ManyErrors_AreBounded()
    {
        var document = new StringBuilder("tenant: t\n");
        for (var i = 0; i < 5000; i++)
        {
            document.Append(CultureInfo.InvariantCulture, $"zz{i}: 1\n");
        }

        Errors(document.ToString()).Count.ShouldBe(1000);
    }

    [Fact]
    public void Compile_ToolsPastTheLimit_AreRefused()
    {
        var document = new StringBuilder("tenant: t\ntools:\n");
        for (var i = 0; i < 1001; i++)
        {
            document.Append(CultureInfo.InvariantCulture, $"  t{i}: {{ level: 1 }}\n");
        }

        Errors(document.ToString()).Single().Problem.ShouldStartWith("has 1001 entries; must be a map of tools by name, at most 1,000");
    }

    [Fact]
    public void Compile_ConditionsPastTheLimit_AreRefused()
    {
        var inner = string.Join(", ", Enumerable.Repeat("{ mode: copilot }", 50));
        var outer = string.Join(", ", Enumerable.Repeat($"{{ any: [{inner}] }}", 20));

        Errors($"tenant: t\nreviews: [{{ name: a, when: {{ all: [{outer}] }} }}]").Single().Problem.ShouldStartWith("is one condition too many: a policy may have 1000");
    }

    [Theory]
    [InlineData("max_char", "max_chars")]
    [InlineData("maxChars", "max_chars")]
    [InlineData("inptu", "input")]
    [InlineData("elephant", null)]
    [InlineData("", null)]
    public void NearestName_Written_FindsWhatWasMeant(string written, string? meant) => NearestName.Find(written, ["max_chars", "min_chars", "input"]).ShouldBe(meant);

    private static IReadOnlyList<PolicyError> Errors(string document) => new PolicyCompiler().Compile(PolicySources.Of("t", document)).Errors;
}
