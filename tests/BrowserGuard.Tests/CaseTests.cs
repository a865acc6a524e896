namespace AiDesk.BrowserGuard.Tests;

/// <summary>The engine's side of the case file; tests/Clients/browser is the guard's.</summary>
public sealed class CaseTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, GuardCase.All.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void InspectInput_TextOfACase_SaysWhatTheCaseSays(int number)
    {
        var row = GuardCase.All[number];

        EngineOpinion.NameOf(new EngineOpinion().Of(row.Text)).ShouldBe(row.Engine, row.Text);
    }

    [Fact]
    public void Cases_StoppedByTheGuard_AreDeniedByTheEngine()
    {
        // Spam is no rule of the server's, and costs no strike.
        foreach (var row in GuardCase.All.Where(row => row.Guard is not ("allows" or "spam")))
        {
            var expected = row.Guard switch
            {
                "prompt_injection" => "denies injection",
                "forbidden_content" => "denies abuse",
                _ => row.Guard.Replace('_', ' '),
            };

            row.Engine.ShouldBe(expected, row.Text);
        }
    }

    [Fact]
    public void Cases_CalledHarmless_PassBoth() =>
        GuardCase.All.Where(row => string.Equals(row.Kind, "harmless", StringComparison.Ordinal)).ShouldAllBe(row => row.Guard == "allows" && row.Engine == "passes");

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("pt")]
    [InlineData("fr")]
    [InlineData("de")]
    [InlineData("it")]
    [InlineData("nl")]
    public void Cases_EachLanguage_HasAttacksAbuseAndHarmlessTexts(string locale)
    {
        var own = GuardCase.All.Where(row => string.Equals(row.Locale, locale, StringComparison.Ordinal)).ToLookup(row => row.Kind, StringComparer.Ordinal);

        own["plain attack"].Count().ShouldBeGreaterThanOrEqualTo(8);
        own["abuse"].Count().ShouldBeGreaterThanOrEqualTo(5);
        own["harmless"].Count().ShouldBeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public void Cases_AllTexts_AreDifferent() => GuardCase.All.Select(row => row.Text).Distinct(StringComparer.Ordinal).Count().ShouldBe(GuardCase.All.Count);
}
