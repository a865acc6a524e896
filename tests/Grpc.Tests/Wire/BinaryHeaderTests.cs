using FsCheck;
using FsCheck.Fluent;
using Grpc.Wire;

namespace AiDesk.Tests.Wire;

public sealed class BinaryHeaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("AA", "00")]
    [InlineData("AA==", "00")]
    [InlineData("q6ur", "ABABAB")]
    [InlineData("AAEC/w", "000102FF")]
    public void Decode_PaddedOrNot_IsTheBytes(string text, string hex) => Convert.ToHexString(BinaryHeader.Decode(text).ShouldNotBeNull()).ShouldBe(hex);

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("!!")]
    [InlineData("A=")]
    [InlineData("A===")]
    public void Decode_NotBase64_IsNull(string text) => BinaryHeader.Decode(text).ShouldBeNull();

    [Fact]
    public void Decode_OfEncode_IsTheSame()
        => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => BinaryHeader.Decode(BinaryHeader.Encode(bytes)).AsSpan().SequenceEqual(bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithCommittedSeed(17, 19));
}
