using Grpc.Wire;

namespace AiDesk.Tests.Wire;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1n", 0)]
    [InlineData("250n", 2)]
    [InlineData("1u", 10)]
    [InlineData("15m", 150_000)]
    [InlineData("2S", 20_000_000)]
    [InlineData("3M", 1_800_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 3_599_999_964_000_000_000)]
    public void TryParse_Valid_IsTheTime(string text, long ticks)
    {
        GrpcTimeout.TryParse(text, out var timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData(" 1S")]
    [InlineData("+1S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1SS")]
    public void TryParse_Malformed_IsRefused(string text) => GrpcTimeout.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(1, "1u")]
    [InlineData(10, "1u")]
    [InlineData(11, "2u")]
    [InlineData(999_999_990, "99999999u")]
    [InlineData(999_999_991, "100000m")]
    [InlineData(-5, "1u")]
    [InlineData(long.MaxValue, "99999999H")]
    public void Format_AnyTime_FitsEightDigitsAndIsNotShorter(long ticks, string text) => GrpcTimeout.Format(new TimeSpan(ticks)).ShouldBe(text);
}
