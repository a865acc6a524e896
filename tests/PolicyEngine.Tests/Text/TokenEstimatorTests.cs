using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

public class TokenEstimatorTests
{
    /// <summary>The middle is what the o200k tokenizer counts; the bounds are a fifth of it and one token more.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("Hello, how are you today?", 7)]
    [InlineData("I'll call you, don't worry: it's done.", 11)]
    [InlineData("¿Dónde está mi pedido, por favor?", 9)]
    [InlineData("Je n'ai pas reçu l'e-mail de confirmation d'hier.", 15)]
    [InlineData("Geschwindigkeitsbegrenzung", 5)]
    [InlineData("the cost is 1234567 euros", 7)]
    [InlineData("Здравствуйте, мой заказ до сих пор не пришёл, можете проверить, где он находится? Я жду уже две недели.", 25)]
    [InlineData("Καλημέρα, η παραγγελία μου δεν έχει φτάσει ακόμα. Μπορείτε να ελέγξετε πού βρίσκεται;", 32)]
    [InlineData("مرحبا، لم يصل طلبي حتى الآن، هل يمكنك التحقق من مكانه؟", 18)]
    [InlineData("नमस्ते, मेरा ऑर्डर अभी तक नहीं आया है, क्या आप देख सकते हैं कि वह कहाँ है?", 25)]
    [InlineData("こんにちは、注文した商品がまだ届いていません。今どこにあるか確認していただけますか。", 25)]
    [InlineData("您好，我的订单还没有到，可以帮我查一下现在在哪里吗？谢谢。", 18)]
    [InlineData("안녕하세요, 주문한 상품이 아직 도착하지 않았습니다. 지금 어디에 있는지 확인해 주시겠어요?", 26)]
    public void Estimate_Text_IsCloseToTheTokenizersCount(string text, int counted) =>
        TokenEstimator.Shared.Estimate(text).ShouldBeInRange((int)(counted * 0.8) - (counted > 1 ? 1 : 0), (int)Math.Ceiling(counted * 1.3) + (counted > 0 ? 1 : 0));

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('!')]
    [InlineData('\n')]
    [InlineData('\uD83D')]
    [InlineData('字')]
    [InlineData('\'')]
    public void Estimate_ManyOfOneCharacter_EndsAndGrowsNoFasterThanTheText(char c) =>
        TokenEstimator.Shared.Estimate(new string(c, 100_000)).ShouldBeInRange(1, 200_000);

    [Fact]
    public void Estimate_TwiceTheText_IsAboutTwice()
    {
        const string Text = "The parcel left the warehouse on Tuesday and nothing has changed since then. ";
        TokenEstimator.Shared.Estimate(Text + Text).ShouldBeInRange((2 * TokenEstimator.Shared.Estimate(Text)) - 2, (2 * TokenEstimator.Shared.Estimate(Text)) + 2);
    }
}
