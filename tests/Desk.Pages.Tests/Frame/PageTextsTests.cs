using System.Text.RegularExpressions;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.PagesTests.Frame;

public sealed class PageTextsTests
{
    public static TheoryData<string> Languages => new(PageTexts.Languages);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_EveryKey_HasWordsWithTheSamePlaces(string language) =>
        PageTexts.Keys.Where(key => string.IsNullOrWhiteSpace(PageTexts.Find(key, language)) || PlacesOf(key, language) != PlacesOf(key, "en")).ShouldBeEmpty();

    [Fact]
    public void Texts_Counted_ComeInBothNumbers() =>
        PageTexts.Keys.Where(key => key.EndsWith(".one", StringComparison.Ordinal) && !PageTexts.Has(key[..^4] + ".other")).ShouldBeEmpty();

    /// <summary>But for the two that lead to the sign-in.</summary>
    [Fact]
    public void Texts_EveryFaultOfTheDesk_SaysWhatHappenedAndWhatToDo() =>
        Enum.GetValues<ErrorReason>().Where(reason => reason is not (ErrorReason.Unspecified or ErrorReason.TokenMissing or ErrorReason.TokenInvalid))
            .Select(DeskErrors.NameOf).Append("FOREIGN_FORM").SelectMany(name => new[] { $"fault.{name}.title", $"fault.{name}.help" }).Where(key => !PageTexts.Has(key)).ShouldBeEmpty();

    private static string PlacesOf(string key, string language) =>
        string.Join(' ', Regex.Matches(PageTexts.Find(key, language), @"\{\d+\}", RegexOptions.NonBacktracking).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
