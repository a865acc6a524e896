using AiDesk.Tools.GenerateConfusables;

namespace AiDesk.SharedData.Tests.Unicode;

/// <summary>The table of look-alike letters is the one that the tool makes of the Unicode data, character for character.</summary>
public class ConfusableLettersTests
{
    private const string Generated = "src/PolicyEngine/Text/Transforms/ConfusableLetters.g.cs";

    [Fact]
    public void Source_OfTheUnicodeData_IsWhatIsCommitted() =>
        ConfusablesSource.Of(File.ReadLines(DataFolder.Of("unicode/confusables.txt"))).ShouldBe(File.ReadAllText(DataFolder.Repository(Generated)));
}
