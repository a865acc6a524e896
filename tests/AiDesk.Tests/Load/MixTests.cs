using AiDesk.CommandLine.Load.Asking;

namespace AiDesk.Tests.Load;

public sealed class MixTests
{
    [Theory]
    [InlineData("input=70,tool=20,output=10")]
    [InlineData("input=1")]
    [InlineData("filter=3,output=5,tool=0")]
    public void At_AnyLongRun_HasThePartsOfTheMixInEveryStretch(string text)
    {
        var mix = Mix.Parse(text);
        var parts = text.Split(',').Select(part => part.Split('=')).ToDictionary(part => Enum.Parse<CallKind>(part[0], ignoreCase: true), part => int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture));
        var total = parts.Values.Sum();
        foreach (var (kind, part) in parts)
        {
            Enumerable.Range(0, 1000 * total).Count(sequence => mix.At(sequence) == kind).ShouldBe(1000 * part);

            // Not in blocks: no stretch of ten is more than one call away from its share.
            Enumerable.Range(0, 10).Count(sequence => mix.At(sequence) == kind).ShouldBeInRange((int)Math.Floor(10.0 * part / total) - 1, (int)Math.Ceiling(10.0 * part / total) + 1);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("input=0")]
    [InlineData("input")]
    [InlineData("input=-1")]
    [InlineData("1=5")]
    [InlineData("settle=5")]
    [InlineData("input=1,input=2")]
    [InlineData("input=1001")]
    public void Parse_NoMix_IsASentence(string text) => Should.Throw<FormatException>(() => Mix.Parse(text)).Message.ShouldNotBeEmpty();
}
