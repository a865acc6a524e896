using FsCheck;
using FsCheck.Fluent;
using Grpc.Wire;

namespace AiDesk.Tests.Wire;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\tb\r\n", "a%09b%0D%0A")]
    [InlineData("ñ ☺ 😈", "%C3%B1 %E2%98%BA %F0%9F%98%88")]
    [InlineData("", "")]
    public void Encode_Text_IsPercentEncodedUtf8(string text, string encoded)
    {
        StatusMessage.Encode(text).ShouldBe(encoded);
        StatusMessage.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%c3%b1", "ñ")]
    [InlineData("ñ%20", "ñ ")]
    public void Decode_Odd_KeepsWhatIsNoEscape(string encoded, string text) => StatusMessage.Decode(encoded).ShouldBe(text);

    [Fact]
    public void Decode_OfEncode_IsTheSame()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var wellFormed = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
            return StatusMessage.Decode(StatusMessage.Encode(wellFormed)) == wellFormed;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithCommittedSeed(11, 13));
}
