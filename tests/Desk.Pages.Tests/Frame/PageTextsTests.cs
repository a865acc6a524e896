using System.Text.RegularExpressions;
using AiDesk.Agent.Pages.Frame;

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

    private static string PlacesOf(string key, string language) =>
        string.Join(' ', Regex.Matches(PageTexts.Find(key, language), @"\{\d+\}", RegexOptions.NonBacktracking).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
