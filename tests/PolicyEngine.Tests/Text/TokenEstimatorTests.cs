using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class TokenEstimatorTests
{
    /// <summary>Wide bounds on purpose: no tokenizer is at hand to compare with.</summary>
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("Hello, how are you today?", 5, 9)]
    [InlineData("¿Dónde está mi pedido, por favor?", 7, 14)]
    [InlineData("Geschwindigkeitsbegrenzung", 4, 9)]
    [InlineData("Где мой заказ?", 3, 9)]
    [InlineData("谢谢你们的帮助", 6, 12)]
    [InlineData("1234567890", 4, 4)]
    [InlineData("🙂", 2, 4)]
    public void Estimate_Text_IsPlausible(string text, int least, int most) => TokenEstimator.Estimate(text).ShouldBeInRange(least, most);

    [Fact]
    public void Estimate_TwiceTheText_IsAboutTwice()
    {
        const string Text = "The parcel left the warehouse on Tuesday and nothing has changed since then. ";
        TokenEstimator.Estimate(Text + Text).ShouldBeInRange((2 * TokenEstimator.Estimate(Text)) - 2, (2 * TokenEstimator.Estimate(Text)) + 2);
    }
}
