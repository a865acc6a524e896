using AiDesk.CommandLine.Tokens;

namespace AiDesk.Tests.Tokens;

public sealed class LifetimeTests
{
    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86_400)]
    public void TryParse_TimeInRange_GivesSeconds(string text, int seconds)
    {
        LifetimeOption.TryParse(text, out var lifetime).ShouldBeTrue();
        lifetime.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("1")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("+1h")]
    [InlineData("1.5h")]
    [InlineData(" 1h")]
    [InlineData("25h")]
    [InlineData("2d")]
    [InlineData("99999999999d")]
    [InlineData("2147483647d")]
    [InlineData("1w")]
    public void TryParse_NoTimeInRange_IsRefused(string text) => LifetimeOption.TryParse(text, out _).ShouldBeFalse();
}
