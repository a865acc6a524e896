using System.Net;
using System.Net.Sockets;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Models;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;

namespace AiDesk.Desk.GraphTests.Graph;

/// <summary>Whatever fails, a person takes over and the customer is told so in their language.</summary>
[Collection("graph")]
public sealed class FailureTests(GraphFixture fixture)
{
    [Fact]
    public async Task Process_PolicyUnreachable_HandedOverAndModelNeverAsked()
    {
        await using var desk = await GraphDesk.StartAsync(fixture, policy: Closed());
        await desk.SetAsync(CrmSeed.Shop, "autopilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.State.ShouldBe("completed");
        run.Outcome.ShouldBe(RunOutcomes.PolicyUnavailable);
        run.Notice.ShouldBe(HandOverTexts.For("es"));
        desk.Model.Prompts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Where is my order, please? I have been waiting for it.", "en")]
    [InlineData("¿Dónde está mi pedido? Lo estoy esperando desde hace días.", "es")]
    [InlineData("Où est ma commande ? Je l'attends depuis des jours.", "fr")]
    [InlineData("Wo ist meine Bestellung? Ich warte seit Tagen auf das Paket.", "de")]
    [InlineData("Dov'è il mio ordine? Lo aspetto da giorni, grazie.", "it")]
    [InlineData("Onde está a minha encomenda? Estou à espera há dias.", "pt")]
    [InlineData("Waar is mijn bestelling? Ik wacht al dagen op het pakket.", "nl")]
    public async Task Process_ModelFails_HandOverInTheCustomersLanguage(string text, string language)
    {
        await using var desk = await GraphDesk.StartAsync(fixture, new AdversarialChatClient(AdversarialBehaviour.Named("throws"), new Dictionary<string, string>(StringComparer.Ordinal)));

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", text);

        run.Outcome.ShouldBe(RunOutcomes.ModelError, run.ToString());
        run.Notice.ShouldBe(HandOverTexts.For(language));
    }

    [Fact]
    public async Task Process_RunTimeSpent_HandedOver()
    {
        var limits = new GraphLimits { RunTime = TimeSpan.FromSeconds(1), ModelTime = TimeSpan.FromMinutes(1) };
        await using var desk = await GraphDesk.StartAsync(
            fixture, new AdversarialChatClient(AdversarialBehaviour.Named("hangs"), new Dictionary<string, string>(StringComparer.Ordinal)), new GraphOptions { Limits = limits });

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.Outcome.ShouldBe(RunOutcomes.RunTimeout, run.ToString());
        run.TakenOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Process_ModelAsksForAPerson_HandedOver()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, quiero hablar con una persona por favor");

        run.Outcome.ShouldBe(RunOutcomes.Requested, run.ToString());
        run.TakenOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Process_AnsweredByAPersonMeanwhile_NothingSaid()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        var posted = await desk.PostAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");
        var claimed = await desk.Work.ClaimAsync(CancellationToken.None);
        await desk.PostAsStaffAsync(CrmSeed.Shop, posted.ConversationId, "Ya lo miro yo.");

        await Should.ThrowAsync<AiDesk.Agent.Runs.LeaseLostException>(() => desk.Graph.ProcessAsync(claimed!, CancellationToken.None));

        desk.Model.Prompts.ShouldBeEmpty();
        (await RunSnapshot.ReadAsync(desk, CrmSeed.Shop, posted.RunId!.Value)).State.ShouldBe("completed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_ShoutingDraft_CalmedByRule(bool secondOpinion)
    {
        var behaviour = new AdversarialBehaviour { Name = "shouts", About = "", Turns = [new AdversarialTurn { Text = "Gracias por su mensaje. PUEDE CONTAR CON NUESTRO EQUIPO para lo que necesite." }] };
        await using var desk = await GraphDesk.StartAsync(
            fixture, new AdversarialChatClient(behaviour, new Dictionary<string, string>(StringComparer.Ordinal)), new GraphOptions { ObserverAsksModel = secondOpinion });

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, tengo una pregunta sobre la factura de mi compra.");

        // A second opinion that is no JSON is one against the draft.
        run.State.ShouldBe(secondOpinion ? "completed" : "pending_approval", run.ToString());
        if (!secondOpinion)
        {
            run.Draft.ShouldBe("Gracias por su mensaje. Puede contar con nuestro equipo para lo que necesite.");
        }

        run.ModelCalls.ShouldBe(run.InputDecisions);
    }

    [Fact]
    public async Task Process_SecondOpinionFine_ThreeNodesAskWithADecisionEach()
    {
        await using var desk = await GraphDesk.StartAsync(fixture, options: new GraphOptions { ObserverAsksModel = true });

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        run.State.ShouldBe("pending_approval", run.ToString());
        run.ModelCalls.ShouldBe(3);
        run.InputDecisions.ShouldBe(3);
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT string_agg(node, ',' ORDER BY ordinal) FROM desk.model_calls WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId })).ShouldBe("vendor,vendor,observer");
        await Secrets.ShouldNotShowAsync(desk, CrmSeed.Shop);
    }

    private static Uri Closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri($"http://127.0.0.1:{port}");
    }
}
