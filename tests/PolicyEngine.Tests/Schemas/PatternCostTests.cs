using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class PatternCostTests
{
    [Theory]
    [InlineData("ORD-\\d{6}", true)]
    [InlineData("^C-[0-9]+$", true)]
    [InlineData("[a-z]{1,200}", true)]
    [InlineData("(ab){3}", true)]
    // Short patterns that ask for huge automata.
    [InlineData("(a{99}){99}", false)]
    [InlineData("(a{1,20}b?){1,25}c", false)]
    [InlineData("a{999999999999}", false)]
    [InlineData("(((((a{9}){9}){9}){9}){9}){9}", false)]
    public void IsBearable_Pattern_ByWhatItsAutomatonNeeds(string pattern, bool bearable) => PatternCost.Of(pattern).IsBearable.ShouldBe(bearable);
}
