using System.Text;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Tests.Schemas;

public sealed class JsonPointerTests
{
    // RFC 6901, section 5.
    private const string Document = """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"ñ":{"x":true,"n":null,"v":1.50}}""";

    [Theory]
    [InlineData("/foo/0", "bar")]
    [InlineData("/foo/1", "baz")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/ñ/x", "true")]
    [InlineData("/ñ/v", "1.5")]
    public void TryReadText_PlaceThatIsThere_GivesItsText(string pointer, string text)
    {
        Parse(pointer).TryReadText(Encoding.UTF8.GetBytes(Document), out var read).ShouldBeTrue();
        read.ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/foo")]
    [InlineData("/foo/2")]
    [InlineData("/foo/00")]
    [InlineData("/foo/-")]
    [InlineData("/foo/99999999999")]
    [InlineData("/foo/0/x")]
    [InlineData("/bar")]
    [InlineData("/ñ/n")]
    [InlineData("/m~01n")]
    public void TryReadText_NoScalarThere_GivesNothing(string pointer)
    {
        Parse(pointer).TryReadText(Encoding.UTF8.GetBytes(Document), out var text).ShouldBeFalse();
        text.ShouldBe("");
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("#/foo")]
    [InlineData("/a~2")]
    [InlineData("/a~")]
    public void TryParse_NotAPointer_IsRefused(string text) => JsonPointer.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("12.50", true, "12.5")]
    [InlineData("-300", true, "300")]
    [InlineData("\"1000.25\"", true, "1000.25")]
    [InlineData("0", true, "0")]
    [InlineData("null", false, "0")]
    [InlineData("1e27", true, "1000000000000000000000000000")]
    [InlineData("9999999999999999999999999999.5", true, "9999999999999999999999999999")]
    [InlineData("1e28", true, "79228162514264337593543950335")]
    [InlineData("1e-28", true, "0.0000000000000000000000000001")]
    [InlineData("1e-60", true, "0.0000000000000000000000000001")]
    [InlineData("1e29", true, "79228162514264337593543950335")]
    [InlineData("\"12,50\"", true, "79228162514264337593543950335")]
    [InlineData("\"a lot\"", true, "79228162514264337593543950335")]
    [InlineData("{}", true, "79228162514264337593543950335")]
    public void ReadAmount_AnyValue_IsItsMagnitudeOrTheGreatest(string json, bool present, string value)
    {
        var index = new JsonIndex();
        index.TryRead(Encoding.UTF8.GetBytes($"{{\"money\":{json}}}"), 64, out _).ShouldBeTrue();

        var amount = Parse("/money").ReadAmount(index);

        amount.Present.ShouldBe(present);
        amount.Value.ShouldBe(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static JsonPointer Parse(string text)
    {
        JsonPointer.TryParse(text, out var pointer).ShouldBeTrue();
        return pointer;
    }
}
