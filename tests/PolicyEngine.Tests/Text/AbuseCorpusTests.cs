using System.Text.Json;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.PolicyEngine.Tests.Text;

/// <summary>The built-in words of abuse against the corpus of abusive messages and of harmless ones that look like them. Counts alone are told on failure.</summary>
public class AbuseCorpusTests
{
    private readonly TextViews _views = new();
    private readonly FindingList _findings = new();

    [Theory]
    [InlineData("de")]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("it")]
    [InlineData("nl")]
    [InlineData("pt")]
    public void Inspect_AbusiveMessages_AtLeastNineInTenAreFound(string language)
    {
        var (found, all) = Count(language, "abuse");
        all.ShouldBeGreaterThanOrEqualTo(60);
        (found * 10).ShouldBeGreaterThanOrEqualTo(all * 9);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("it")]
    [InlineData("nl")]
    [InlineData("pt")]
    public void Inspect_HarmlessMessages_AtMostOneIsFound(string language)
    {
        var (found, all) = Count(language, "benign");
        all.ShouldBeGreaterThanOrEqualTo(100);
        found.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Inspect_HarmlessMessagesOfAllLanguages_AtMostOneInTwoHundredIsFound()
    {
        var (found, all) = (0, 0);
        foreach (var language in new[] { "de", "en", "es", "fr", "it", "nl", "pt" })
        {
            var (f, a) = Count(language, "benign");
            (found, all) = (found + f, all + a);
        }

        all.ShouldBeGreaterThanOrEqualTo(700);
        (found * 200).ShouldBeLessThanOrEqualTo(all);
    }

    private (int Found, int All) Count(string language, string label)
    {
        var (found, all) = (0, 0);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "corpus", "abuse", $"{language}.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("label").GetString() != label)
            {
                continue;
            }

            all++;
            _findings.Clear();
            _views.Prepare(row.RootElement.GetProperty("text").GetString());
            found += AbuseLexicon.Inspect(_views, "t", Verdict.Deny, false, _findings) > 0 ? 1 : 0;
        }

        return (found, all);
    }
}
