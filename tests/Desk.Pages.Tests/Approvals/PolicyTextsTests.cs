using AiDesk.Agent.Pages.Approvals;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.V1;
using AiDesk.Policy.V1;

namespace AiDesk.Desk.PagesTests.Approvals;

public sealed class PolicyTextsTests
{
    [Fact]
    public void Reasons_All_HaveWords() =>
        Enum.GetValues<Reason>().Where(reason => reason != Reason.Unspecified).Select(PolicyWords.Of).Where(name => !PageTexts.Has("reason." + name)).ShouldBeEmpty();

    [Fact]
    public void RejectReasons_All_HaveWords() => Enum.GetValues<RejectReason>().Where(reason => !PageTexts.Has("approvals.reason." + reason)).ShouldBeEmpty();

    [Theory]
    [InlineData("Good day", "Good day", "=Good day")]
    [InlineData("Good day to you", "Good evening to you", "=Good |-day|+evening|= to you")]
    [InlineData("", "New", "+New")]
    [InlineData("Old", "", "-Old")]
    [InlineData("one two", "one two three", "=one two|+ three")]
    [InlineData("a\nb", "a\nc", "=a\n|-b|+c")]
    [InlineData("39,90 €", "49,90 €", "-39|+49|=,90 €")]
    public void Between_Texts_AreCompared(string before, string after, string expected) => Show(WordDiff.Between(before, after)).ShouldBe(expected);

    [Fact]
    public void Between_LongestTextsThatShareNothing_AreBounded()
    {
        var before = string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"a{i}"));
        var after = string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"b{i}"));
        var parts = WordDiff.Between(before, after);
        parts.Select(part => part.Kind).ShouldBe([DiffKind.Removed, DiffKind.Added]);
        string.Concat(parts.Where(part => part.Kind != DiffKind.Added).Select(part => part.Text)).ShouldBe(before);
    }

    private static string Show(IReadOnlyList<DiffPart> parts) => string.Join('|', parts.Select(part => (part.Kind switch { DiffKind.Same => "=", DiffKind.Removed => "-", _ => "+" }) + part.Text));
}
