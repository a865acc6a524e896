using AiDesk.Agent.Tools.Crm;
using AiDesk.Agent.V1;
using AiDesk.Desk.GraphTests.Harness;

namespace AiDesk.Desk.GraphTests.Graph;

/// <summary>Calls that people decide on: executed once after their word, and the model is told of a refusal.</summary>
[Collection("graph")]
public sealed class HeldCallTests(GraphFixture fixture)
{
    [Fact]
    public async Task Resolve_PaymentLinkApproved_LinkMadeOnceAndNothingElseShown()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);
        var held = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, quiero un enlace para pagar 49,90 por favor");
        held.State.ShouldBe("pending_approval", held.ToString());
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.payment_links WHERE tenant_id = @tenant")).ShouldBe(0);

        (await desk.ResolveAsync(CrmSeed.Shop, held.RunId, "ana")).State.ShouldBe(ToolCallApprovalState.Approved);
        await desk.RunAsync();

        var run = await RunSnapshot.ReadAsync(desk, CrmSeed.Shop, held.RunId);
        run.State.ShouldBe("pending_approval", run.ToString());
        run.Draft.ShouldContain("https://tienda-alba.example/pagar/");
        (await desk.ReadAsync<long>(CrmSeed.Shop, "SELECT sum(amount)::bigint FROM desk.payment_links WHERE tenant_id = @tenant")).ShouldBe(4990);
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT string_agg(key, ',' ORDER BY key) FROM desk.tool_calls, jsonb_object_keys(sanitized::jsonb) key WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId })).ShouldBe("expires_at,url");
        run.ModelCalls.ShouldBe(run.InputDecisions);
        await Secrets.ShouldNotShowAsync(desk, CrmSeed.Shop);
    }

    [Fact]
    public async Task Resolve_CancellationApproved_SubscriptionEndsAndDraftSaysSo()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);
        var held = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, quiero cancelar mi suscripción por favor");

        (await desk.ResolveAsync(CrmSeed.Shop, held.RunId, "ana")).ApprovalsMissing.ShouldBe(1, "nobody ends a subscription alone");
        await desk.ResolveAsync(CrmSeed.Shop, held.RunId, "bea");
        await desk.RunAsync();

        var run = await RunSnapshot.ReadAsync(desk, CrmSeed.Shop, held.RunId);
        run.Draft.ShouldContain("2026-12-31", customMessage: run.ToString());
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT string_agg(contact_id, ',') FROM desk.subscriptions WHERE tenant_id = @tenant AND status = 'cancelled'")).ShouldBe("c-100");
    }

    [Fact]
    public async Task Resolve_Refused_NothingDoneAndModelTold()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "copilot", 2);
        var held = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, quiero cancelar mi suscripción por favor");

        (await desk.ResolveAsync(CrmSeed.Shop, held.RunId, "ana", approve: false)).State.ShouldBe(ToolCallApprovalState.Refused);
        await desk.RunAsync();

        var run = await RunSnapshot.ReadAsync(desk, CrmSeed.Shop, held.RunId);
        run.State.ShouldBe("pending_approval", run.ToString());
        run.Draft.ShouldNotBeEmpty();
        desk.Model.Texts.Last().ShouldContain("decided");
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.subscriptions WHERE tenant_id = @tenant AND status = 'cancelled'")).ShouldBe(0);
    }

    [Fact]
    public async Task Process_RefundInAutopilot_BlockedAndHandedOver()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "autopilot", 2);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Quiero un reembolso de 39,90 € del pedido ORD-100200, gracias");

        run.State.ShouldBe("completed", run.ToString());
        run.TakenOver.ShouldBeTrue();
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.refunds WHERE tenant_id = @tenant")).ShouldBe(0);
    }
}
