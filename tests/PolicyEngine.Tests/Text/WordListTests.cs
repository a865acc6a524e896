using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class WordListTests
{
    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();

    [Theory]
    [InlineData("Have you seen ACME Rival?", "ACME Rival", "")]
    [InlineData("promoción", "promoción", "")]
    [InlineData("PROMOCION!", "PROMOCION", "")]
    [InlineData("pr0m0c10n", "pr0m0c10n", "leet")]
    [InlineData("p r o m o c i o n", "p r o m o c i o n", "spaced")]
    [InlineData("promo\u200Bcion", "promo\u200Bcion", "zero_width")]
    [InlineData("pr\u043Emocion", "pr\u043Emocion", "homoglyph")]
    [InlineData("acme-rival", "acme-rival", "")]
    public void Inspect_Entry_IsFoundWithItsPlace(string text, string place, string transform)
    {
        Inspect(WordList.Compile(["acme rival", "promoción"]), text).ShouldBe(1);
        text[_findings[0].Start.._findings[0].End].ShouldBe(place);
        _findings[0].Transform.ShouldBe(transform);
        _findings[0].Code.ShouldBe("words.forbidden");
        _findings.Severity.ShouldBe(Verdict.Deny);
    }

    [Theory]
    [InlineData("acmes rival")]
    [InlineData("acme our rival")]
    [InlineData("promociones")]
    [InlineData("")]
    public void Inspect_PartOfAWord_IsNotFound(string text) => Inspect(WordList.Compile(["acme rival", "promoción"]), text).ShouldBe(0);

    [Fact]
    public void Inspect_ManyPlaces_StopsAtTheLimit() =>
        Inspect(WordList.Compile(["spam"]), string.Concat(Enumerable.Repeat("spam, ", 50))).ShouldBe(WordList.MaxFindings);

    [Fact]
    public void Compile_BadEntries_AreToldAndLeftOut()
    {
        var errors = new List<WordListError>();
        var list = WordList.Compile(["good", new string('x', 101), "!!!", ""], errors);
        errors.Select(e => e.Index).ShouldBe([1, 2, 3]);
        Inspect(list, "good").ShouldBe(1);
    }

    [Fact]
    public void Compile_TooMany_KeepsTheFirst()
    {
        var errors = new List<WordListError>();
        var list = WordList.Compile(Enumerable.Range(0, WordList.MaxEntries + 7).Select(i => $"w{i}x"), errors);
        errors.ShouldHaveSingleItem().Index.ShouldBe(WordList.MaxEntries);
        Inspect(list, $"w{WordList.MaxEntries - 1}x").ShouldBe(1);
        Inspect(list, $"w{WordList.MaxEntries}x").ShouldBe(0);
    }

    private int Inspect(WordList list, string text)
    {
        _findings.Clear();
        _views.Prepare(text);
        return list.Inspect(_views, "t", CheckKind.ForbiddenWords, Reason.ForbiddenContent, Verdict.Deny, false, "words.forbidden", _findings);
    }
}
