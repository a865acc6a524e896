using Xunit.Abstractions;

namespace AiDesk.Desk.KnowledgeTests.Searching;

public sealed class LanguageSearchTests(KnowledgeFixture fixture, ITestOutputHelper output) : IClassFixture<KnowledgeFixture>
{
    [Fact]
    public async Task Search_QuestionsInSevenLanguages_FindTheirPassageFirst()
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);
        var wrong = new List<string>();
        var found = new Dictionary<(string, string), int>();
        foreach (var isNamed in new[] { true, false })
        {
            foreach (var (language, question, subject) in Passages.Questions)
            {
                var hits = await desk.FindAsync(question, isNamed ? language + "-XX" : "");
                var isRight = hits.Count > 0 && hits[0].Text == Passages.ByLanguage[language][Array.IndexOf(Passages.Subjects, subject)];
                var column = (language, isNamed ? "named" : "found out");
                found[column] = found.GetValueOrDefault(column) + (isRight ? 1 : 0);
                if (!isRight)
                {
                    wrong.Add($"{language} {isNamed} {question}: {(hits.Count > 0 ? hits[0].Text : "nothing")}");
                }
            }
        }

        output.WriteLine("| Language of the question | questions | right passage first, language named | language found out |\n| --- | --- | --- | --- |");
        foreach (var language in Passages.ByLanguage.Keys)
        {
            output.WriteLine($"| {language} | {Passages.Questions.Count(question => question.Language == language)} | {found[(language, "named")]} | {found[(language, "found out")]} |");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_Misspelt_FindsByTrigrams()
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);
        foreach (var (language, question, subject) in Passages.Misspelt)
        {
            var hits = await desk.FindAsync(question, language);
            hits.Select(hit => hit.Text).ShouldContain(Passages.ByLanguage[language][Array.IndexOf(Passages.Subjects, subject)], StringComparer.Ordinal, question);
        }
    }

    [Theory]
    [InlineData("xqzvtk wprrgh")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("the of and")]
    [InlineData("?¿!¡…")]
    [InlineData("日本語のテキスト")]
    [InlineData("🙂🙂🙂")]
    public async Task Search_Nonsense_FindsNothing(string query)
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);

        (await desk.FindAsync(query, "en")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_MoreWordsAndHeadings_StandHigher()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync(language: "en");
        await desk.PushAsync(
            ("a.md", "# Shop\n\nA refund, a refund, a refund, a refund and again a refund."), ("b.md", "# Shop\n\nA refund for a damaged parcel is made by card."), ("c.md", "# Damaged parcel: refund\n\nWe pay it within a week."));

        var hits = await desk.FindAsync("refund for a damaged parcel", "en");

        hits.Select(hit => hit.Title).ShouldBe(["Damaged parcel: refund", "Shop", "Shop"]);
        hits[1].Text.ShouldContain("damaged");
        hits.ShouldAllBe(hit => hit.Score > 0 && hit.Score <= 1);
        (hits[1].Source, hits[1].Version, hits[1].Heading).ShouldBe(("Help of tienda-alba", 1, "Shop"));
        hits[1].Matched.ShouldBe(["refund", "for", "damaged", "parcel"]);
    }
}
