using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;

namespace AiDesk.Desk.GraphTests.Graph;

/// <summary>The scripted model, the real policy service and the real database, from the message to the draft.</summary>
[Collection("graph")]
public sealed class ScriptedRunTests(GraphFixture fixture)
{
    [Theory]
    [InlineData("marta", "Hola, ¿dónde está mi pedido ORD-100200?", "order_status", "enviado")]
    [InlineData("jonas", "Guten Tag, wo ist meine Bestellung ORD-100300?", "order_status", "shipped")]
    [InlineData("emily", "Hello, where is my order ORD-100400 please?", "order_status", "processing")]
    [InlineData("marta", "Hola, ¿tienen sandalias para el verano?", "product_search", "Sandalia")]
    [InlineData("emily", "Hi, my lamp is broken and I want to complain", "complaint", "T-1001")]
    [InlineData("marta", "Hola", "greeting", "ayudarle")]
    public async Task Process_CopilotQuestion_DraftWaits(string person, string text, string intent, string says)
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, person, text, "es");

        run.State.ShouldBe("pending_approval", run.ToString());
        run.Intent.ShouldBe(intent);
        run.Draft.ShouldContain(says);
        run.ModelCalls.ShouldBe(run.InputDecisions);
        desk.Model.Prompts.Count.ShouldBe(run.ModelCalls);
    }

    [Fact]
    public async Task Process_AutopilotQuestion_GoesOut()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "autopilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.State.ShouldBe("approved", run.ToString());
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT text FROM desk.outbox_messages WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId })).ShouldBe(run.Draft);
    }
}
