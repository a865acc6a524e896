namespace AiDesk.Policy.Tests.Schemas;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^\\\\d+$", "'123'", true)]
    [InlineData("^\\\\d+$", "'١٢٣'", false)]
    [InlineData("^\\\\w+$", "'abc_1'", true)]
    [InlineData("^\\\\w+$", "'é'", false)]
    [InlineData("^\\\\W$", "'é'", true)]
    [InlineData("^\\\\s$", "'\\u00a0'", true)]
    [InlineData("^\\\\s$", "'\\ufeff'", true)]
    [InlineData("^\\\\S$", "'\\u3000'", false)]
    [InlineData("^[\\\\d-]+$", "'1-2'", true)]
    [InlineData("^[\\\\D]$", "'7'", false)]
    [InlineData("^[^\\\\s]+$", "'a b'", false)]
    [InlineData("^[\\\\S]$", "' '", false)]
    [InlineData("^[\\\\W]$", "'_'", false)]
    [InlineData("^abc$", "'abc\\n'", false)]
    [InlineData("^.$", "'\\u2028'", false)]
    [InlineData("^.$", "'\\r'", false)]
    [InlineData("^\\\\p{Letter}+$", "'añb'", true)]
    [InlineData("^\\\\p{gc=Lu}$", "'a'", false)]
    [InlineData("^\\\\P{L}$", "'1'", true)]
    [InlineData("^[a[]$", "'['", true)]
    [InlineData("^[]$", "'a'", false)]
    [InlineData("^[^]$", "']'", true)]
    [InlineData("^[$.]$", "'$'", true)]
    [InlineData("^\\\\$$", "'$'", true)]
    [InlineData("b", "'abc'", true)]
    [InlineData("^([0-9]{4} ){3}[0-9]{4}$", "'1234 5678 9012 3456'", true)]
    [InlineData("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "'01234567-89ab-4def-8123-456789abcdef'", true)]
    [InlineData("^([a-z0-9-]+[.])+[a-z]{2,63}$", "'shop.example.com'", true)]
    [InlineData("^a{b}$", "'a{b}'", true)]
    public void Validate_Pattern_MeansWhatEcmaSays(string pattern, string json, bool valid)
    {
        SchemaText.Compile($"{{'pattern':'{pattern}'}}").FaultsOf(json).Count.ShouldBe(valid ? 0 : 1);
    }
}
