using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class KeySetTests
{
    private const string Ec = """
        "kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
        """;

    [Theory]
    [InlineData("", true)]
    [InlineData(",\"alg\":\"ES256\",\"use\":\"sig\",\"key_ops\":[\"verify\"]", true)]
    [InlineData(",\"alg\":\"RS256\"", false)]
    [InlineData(",\"alg\":7", false)]
    [InlineData(",\"use\":\"enc\"", false)]
    [InlineData(",\"key_ops\":[\"sign\"]", false)]
    [InlineData(",\"key_ops\":\"verify\"", false)]
    [InlineData(",\"kid\":7", false)]
    public void Parse_EcKeyWithMembers_TakesOnlyThoseForVerifying(string members, bool usable) =>
        (KeySet.Parse(Utf8($$"""{"keys":[{{{Ec}}{{members}}}]}"""), out var fault) is not null).ShouldBe(usable, fault);

    [Theory]
    [InlineData("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI", "on the curve or not")]
    [InlineData("\"P-256\"", "\"P-384\"", "another curve")]
    [InlineData("\"EC\"", "\"OKP\"", "another type")]
    [InlineData("\"x\":\"", "\"x\":\"AA", "too long")]
    [InlineData("\"y\"", "\"z\"", "missing")]
    public void Parse_DamagedEcKey_IsRefused(string from, string to, string why) =>
        KeySet.Parse(Utf8($$"""{"keys":[{{{Ec.Replace(from, to, StringComparison.Ordinal)}}}]}"""), out _).ShouldBeNull(why);

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[7]}""")]
    public void Parse_NotAKeySet_IsRefused(string document) => KeySet.Parse(Utf8(document), out var fault).ShouldBeNull(fault);

    [Fact]
    public void Parse_TwoKeysOfOneId_IsRefused() =>
        KeySet.Parse(Utf8($$"""{"keys":[{{{Ec}},"kid":"a"},{{{Ec}},"kid":"a"}]}"""), out _).ShouldBeNull();

    [Fact]
    public void Parse_KeyOfAnotherType_IsLeftOutAndNamed()
    {
        var keys = KeySet.Parse(Utf8($$"""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"},{{{Ec}},"kid":"a"}]}"""), out _).ShouldNotBeNull();

        keys.Count.ShouldBe(1);
        keys.Faults.ShouldHaveSingleItem().ShouldContain("keys[0]");
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, true)]
    public void Parse_RsaKey_NeedsLength(int bits, bool usable)
    {
        using var rsa = RSA.Create(bits);
        (KeySet.Parse(Utf8($$"""{"keys":[{{TokenForge.RsaJwk(rsa, "r")}}]}"""), out _) is not null).ShouldBe(usable);
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("AA")]
    [InlineData("Ag")]
    [InlineData("AAEAAQ")]
    public void Parse_RsaKeyWithWeakOrPaddedExponent_IsRefused(string exponent)
    {
        using var rsa = RSA.Create(2048);
        var jwk = TokenForge.RsaJwk(rsa, "r").Replace("\"AQAB\"", $"\"{exponent}\"", StringComparison.Ordinal);

        KeySet.Parse(Utf8($$"""{"keys":[{{jwk}}]}"""), out _).ShouldBeNull();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
