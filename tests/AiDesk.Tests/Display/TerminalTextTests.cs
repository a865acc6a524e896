using AiDesk.CommandLine.Display;
using AiDesk.Policy.V1;

namespace AiDesk.Tests.Display;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("¿Dónde está mi pedido?", "¿Dónde está mi pedido?")]
    [InlineData("\u001b[31mred", "<U+001B>[31mred")]
    [InlineData("a\0b", "a<U+0000>b")]
    [InlineData("one\ntwo", "one<U+000A>two")]
    [InlineData("\u202egnp.exe", "<U+202E>gnp.exe")]
    [InlineData("zero\u200bwidth", "zero<U+200B>width")]
    [InlineData("🙂 日本", "🙂 日本")]
    public void Visible_Text_ShowsWhatATerminalWouldObey(string text, string shown) => TerminalText.Visible(text).ShouldBe(shown);

    [Fact]
    public void Visible_WithLines_KeepsThemAndNothingElse() => TerminalText.Visible("a\nb\r", keepLines: true).ShouldBe("a\nb<U+000D>");

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("much too long", 6, "much …")]
    [InlineData("abc🙂def", 5, "abc…")]
    [InlineData("two\r\nlines", 20, "two lines")]
    public void Excerpt_Text_IsOneLineOfAtMostSoMany(string text, int most, string excerpt) => TerminalText.Excerpt(text, most).ShouldBe(excerpt);

    [Theory]
    [InlineData(Verdict.RequireApproval, "REQUIRE_APPROVAL")]
    [InlineData(Verdict.Allow, "ALLOW")]
    [InlineData((Verdict)99, "99")]
    public void WireName_EnumValue_IsItsNameWithoutThePrefix(Verdict value, string name) => WireName.Of(value).ShouldBe(name);

    [Fact]
    public void AmountText_Credits_AreShownInCreditsNotInMicroCredits()
    {
        AmountText.Of(new Amount { Unit = "credits", Value = 2_250_000 }).ShouldBe("2.25 credits");
        AmountText.Of(new Amount { Unit = "tokens", Value = 1500 }).ShouldBe("1500 tokens");
    }
}
