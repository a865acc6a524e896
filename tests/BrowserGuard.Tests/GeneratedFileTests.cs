using System.Text;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard.Tests;

public sealed class GeneratedFileTests
{
    /// <summary>Bytes that the words may weigh: a page loads them.</summary>
    private const int MostBytes = 61_440;

    public static TheoryData<string> Names => [.. GeneratedFiles.All().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_WrittenAnew_AreTheCommittedBytes(string name)
    {
        var committed = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "browser", name));
        var content = GeneratedFiles.All().Single(file => string.Equals(file.Name, name, StringComparison.Ordinal)).Content;

        Encoding.UTF8.GetBytes(content).AsSpan().SequenceEqual(committed).ShouldBeTrue($"{name} is not what src/Clients/browser/generate.sh writes");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_Sizes_FitAPage(string name) =>
        new FileInfo(Path.Combine(AppContext.BaseDirectory, "browser", name)).Length.ShouldBeLessThanOrEqualTo(MostBytes);

    [Fact]
    public void DenyEvidence_OfTheShippedWeights_IsWithinTheScale() => PatternFile.DenyEvidence().ShouldBeInRange(6.5, 10);

    [Theory]
    [InlineData("ignor(a|e)", 1, new[] { "ignor(a|e)" })]
    [InlineData("haz (|el) caso", 2, new[] { "haz  caso" })]
    [InlineData("uno dos tres", 2, new string[0])]
    [InlineData("(a|b|c|d|e f)", 1, new[] { "a", "b", "c", "d" })]
    [InlineData("(a|b|c|d|e|f g)", 1, new string[0])]
    public void UpTo_LineOfAlternatives_KeepsWhatIsShort(string line, int words, string[] kept) => PhraseLines.UpTo(words, line).ShouldBe(kept);

    [Theory]
    [InlineData(new[] { "ignora", "ignore" }, "AignoraFe")]
    [InlineData(new[] { "regla(|s)", "norma" }, "AnormaAreglaFs")]
    [InlineData(new string[0], "")]
    public void Pack_Lines_AreTheShortestForm(string[] lines, string packed) => PhraseLines.Pack(lines).ShouldBe(packed);

    [Fact]
    public void Pack_LinesThatShareMoreThanALetterCanSay_ShareTwentyFive() =>
        PhraseLines.Pack([new string('a', 40), new string('a', 41)]).ShouldBe("A" + new string('a', 40) + "Z" + new string('a', 16));

    [Theory]
    [InlineData("¡Olvídate!", " olvidate")]
    [InlineData("t'(es|ê|)", "t (es|e|)")]
    public void Fold_Line_IsFoldedAsTheEngineDoes(string line, string folded) => PhraseLines.Fold(new TextViews(), line).ShouldBe(folded.TrimStart());
}
