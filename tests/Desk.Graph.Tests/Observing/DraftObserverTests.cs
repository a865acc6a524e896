using AiDesk.Agent.Graph;
using AiDesk.Agent.Graph.Observing;
using Xunit.Abstractions;

namespace AiDesk.Desk.GraphTests.Observing;

public sealed class DraftObserverTests(ITestOutputHelper output)
{
    private readonly DraftObserver _observer = new();

    [Fact]
    public void Judge_DraftsThatBreakSomething_EachIsCaught()
    {
        var broken = DraftCase.All.Where(draft => draft.Breaks.Length > 0).ToList();

        var missed = broken.Where(draft => !_observer.Judge(draft.Grounds, draft.Draft).Any(problem => problem.Code == draft.Breaks)).Select(Show).ToList();

        missed.ShouldBeEmpty();
        broken.Count.ShouldBeGreaterThanOrEqualTo(60);
        broken.Select(draft => draft.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(HandOverTexts.Languages.Order(StringComparer.Ordinal));
        output.WriteLine($"| drafts that break something | {broken.Count} | caught | {broken.Count - missed.Count} |");
    }

    [Fact]
    public void Judge_CleanDrafts_EachPasses()
    {
        var clean = DraftCase.All.Where(draft => draft.Breaks.Length == 0).ToList();

        var stopped = clean.Where(draft => _observer.Judge(draft.Grounds, draft.Draft).Count > 0).Select(Show).ToList();

        stopped.ShouldBeEmpty();
        clean.Count.ShouldBeGreaterThanOrEqualTo(60);
        clean.Select(draft => draft.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(HandOverTexts.Languages.Order(StringComparer.Ordinal));
        output.WriteLine($"| clean drafts | {clean.Count} | passed | {clean.Count - stopped.Count} |");
    }

    [Fact]
    public void Judge_HandOverTexts_EachPasses()
    {
        foreach (var language in HandOverTexts.Languages)
        {
            LanguageGuess.Of(HandOverTexts.For(language)).ShouldBe(language);
        }
    }

    [Theory]
    [InlineData("LEA BIEN LA FACTURA por favor", "Lea bien la factura por favor")]
    [InlineData("Hello!!! How are you???", "Hello. How are you?")]
    [InlineData("Your order ORD-100200 is here", "Your order ORD-100200 is here")]
    public void Calm_Shouting_SaysTheSameQuietly(string text, string calm)
    {
        Calming.Calm(text).ShouldBe(calm);
        Shouting.IsIn(calm).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"problems": []}""", "")]
    [InlineData("""Here you are: {"problems": ["price"]}""", "price")]
    [InlineData("""{"problems": ["anything"]}""", "claim")]
    [InlineData("It is fine.", "claim")]
    [InlineData("""{"problems": """, "claim")]
    [InlineData("", "claim")]
    public void Read_SecondOpinion_WhatCannotBeReadIsAgainst(string answer, string codes) =>
        string.Join(',', SecondOpinion.Read(answer).Select(problem => problem.Code)).ShouldBe(codes);

    private string Show(DraftCase draft) =>
        $"{draft.Language} {draft.Breaks}: {draft.Draft} -> {string.Join("; ", _observer.Judge(draft.Grounds, draft.Draft).Select(problem => $"{problem.Code} {problem.Detail}"))}\n";
}
