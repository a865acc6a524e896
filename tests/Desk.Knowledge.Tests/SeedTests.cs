using AiDesk.Agent.Knowledge;

namespace AiDesk.Desk.KnowledgeTests;

public sealed class SeedTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Theory]
    [InlineData("tienda-alba", "es", "¿cuánto cuesta el envío a Canarias?", "12,90 €")]
    [InlineData("tienda-alba", "es", "plazo para devolver un artículo sin usar", "30 días")]
    [InlineData("tienda-alba", "", "quiero cancelar mi suscripción Alba Plus", "14 días")]
    [InlineData("harbour-pay", "en", "how much is an instant payout", "1.2%")]
    [InlineData("harbour-pay", "en", "deadline for evidence in a dispute", "10 days")]
    [InlineData("harbour-pay", "", "when will my customer get the refund on the card", "5 to 10 business days")]
    public async Task Seed_DemoTenants_AnswersTheirQuestions(string tenant, string language, string question, string answer)
    {
        await using var desk = await fixture.CreateAsync();
        var seed = new KnowledgeSeed(desk.Sources, desk.Sync);
        var first = await seed.SeedAsync(tenant, CancellationToken.None);
        var second = await seed.SeedAsync(tenant, CancellationToken.None);

        first!.DocumentsAdded.ShouldBeInRange(6, 10);
        (second!.DocumentsAdded, second.DocumentsChanged, second.DocumentsRemoved, second.Problems.Count).ShouldBe((0, 0, 0, 0));
        (await desk.FindAsync(question, language, tenant)).Take(3).ShouldContain(hit => hit.Text.Contains(answer, StringComparison.Ordinal));
        (await desk.SqlAsync("SELECT string_agg(DISTINCT language, ',') FROM desk.ai_kb_documents")).ShouldBe(tenant == "tienda-alba" ? "es" : "en");
    }

    [Fact]
    public async Task Seed_AnotherTenant_HasNone()
    {
        await using var desk = await fixture.CreateAsync();

        (await new KnowledgeSeed(desk.Sources, desk.Sync).SeedAsync("../tienda-alba", CancellationToken.None)).ShouldBeNull();
        KnowledgeSeed.Tenants.ShouldBe(["harbour-pay", "tienda-alba"]);
    }
}
