using AiDesk.Agent.Runs;
using AiDesk.Agent.Tools;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AiDesk.Desk.GraphTests.Tools;

/// <summary>Tools of the CRM against the real database: one effect a call, nobody else's things, raw output for nobody to read.</summary>
[Collection("graph")]
public sealed class ToolExecutorTests(GraphFixture fixture)
{
    /// <summary>Each tool that changes something, with the count of what it changes. Both tenants.</summary>
    public static TheoryData<string, string, string, string, string> Writing => new()
    {
        { CrmSeed.Shop, "marta", "create_ticket", """{"contact_id":"c-100","subject":"Broken","tags":["a"]}""", "SELECT count(*)::int FROM desk.tickets WHERE tenant_id = @tenant" },
        { CrmSeed.Shop, "marta", "create_task", """{"contact_id":"c-100","title":"Call","due":"2026-12-01"}""", "SELECT count(*)::int FROM desk.tasks WHERE tenant_id = @tenant" },
        { CrmSeed.Shop, "marta", "update_conversation_status", """{"status":"solved"}""", "SELECT count(*)::int FROM desk.conversations WHERE tenant_id = @tenant AND status = 'solved'" },
        { CrmSeed.Shop, "marta", "update_contact_field", """{"contact_id":"c-100","field":"company","value":"X"}""", "SELECT count(*)::int FROM desk.contacts WHERE tenant_id = @tenant AND company = 'X'" },
        { CrmSeed.Shop, "marta", "assign_conversation", """{"agent_id":"ana"}""", "SELECT count(*)::int FROM desk.conversations WHERE tenant_id = @tenant AND assigned_to = 'ana'" },
        { CrmSeed.Shop, "marta", "tag_conversation", """{"tag":"vip"}""", "SELECT coalesce(sum(cardinality(tags)), 0)::int FROM desk.conversations WHERE tenant_id = @tenant" },
        { CrmSeed.Shop, "marta", "payment_link", """{"amount":49.9,"currency":"EUR"}""", "SELECT count(*)::int FROM desk.payment_links WHERE tenant_id = @tenant AND amount = 4990" },
        { CrmSeed.Shop, "marta", "issue_refund", """{"order_id":"ORD-100200","amount":10,"reason":"Late"}""", "SELECT count(*)::int FROM desk.orders WHERE tenant_id = @tenant AND refunded = 1000" },
        { CrmSeed.Shop, "marta", "cancel_subscription", """{"contact_id":"c-100"}""", "SELECT count(*)::int FROM desk.subscriptions WHERE tenant_id = @tenant AND status = 'cancelled'" },
        { CrmSeed.Shop, "marta", "create_campaign_text", """{"campaign_id":"c-42","brief":"Shoes on sale"}""", "SELECT count(*)::int FROM desk.campaign_texts WHERE tenant_id = @tenant" },
        { CrmSeed.Shop, "marta", "adjust_campaign", """{"campaign_id":"c-42","daily_budget":99}""", "SELECT count(*)::int FROM desk.campaigns WHERE tenant_id = @tenant AND daily_budget = 9900" },
        { CrmSeed.Shop, "marta", "offer_discount", """{"order_id":"ORD-100200","percent":10}""", "SELECT count(*)::int FROM desk.discounts WHERE tenant_id = @tenant" },
        { CrmSeed.Payments, "olivia", "raise_compliance_alert", """{"account_id":"ACC-10020030","concern":"identity"}""", "SELECT count(*)::int FROM desk.compliance_cases WHERE tenant_id = @tenant" },
        { CrmSeed.Payments, "olivia", "propose_limit", """{"account_id":"ACC-10020030","monthly_limit":900}""", "SELECT count(*)::int FROM desk.limit_proposals WHERE tenant_id = @tenant" },
        { CrmSeed.Payments, "olivia", "release_payout", """{"account_id":"ACC-10020030","payout_ref":"PO-4T6Y8U1B","amount":990}""", "SELECT count(*)::int FROM desk.payouts WHERE tenant_id = @tenant AND run_id IS NOT NULL" },
    };

    public static TheoryData<string, string, string, string> Foreign => new()
    {
        { CrmSeed.Shop, "marta", "get_order", """{"order_id":"ORD-100300"}""" },
        { CrmSeed.Shop, "marta", "get_order", """{"order_id":"ORD-999999"}""" },
        { CrmSeed.Shop, "marta", "create_ticket", """{"contact_id":"c-101","subject":"Broken"}""" },
        { CrmSeed.Shop, "marta", "create_task", """{"contact_id":"c-101","title":"Call"}""" },
        { CrmSeed.Shop, "marta", "update_contact_field", """{"contact_id":"c-101","field":"company","value":"X"}""" },
        { CrmSeed.Shop, "marta", "assign_conversation", """{"agent_id":"olivia"}""" },
        { CrmSeed.Shop, "marta", "issue_refund", """{"order_id":"ORD-100300","amount":10,"reason":"Late"}""" },
        { CrmSeed.Shop, "marta", "issue_refund", """{"order_id":"ORD-100200","amount":39.91,"reason":"More than its total"}""" },
        { CrmSeed.Shop, "marta", "cancel_subscription", """{"contact_id":"c-101"}""" },
        { CrmSeed.Shop, "emily", "cancel_subscription", """{"contact_id":"c-102"}""" },
        { CrmSeed.Shop, "marta", "offer_discount", """{"order_id":"ORD-100300","percent":10}""" },
        { CrmSeed.Payments, "olivia", "get_payment", """{"payment_ref":"PAY-9H1J5N7P"}""" },
        { CrmSeed.Payments, "olivia", "list_payouts", """{"account_id":"ACC-10020031"}""" },
        { CrmSeed.Payments, "olivia", "propose_limit", """{"account_id":"ACC-10020031","monthly_limit":1}""" },
        { CrmSeed.Payments, "olivia", "release_payout", """{"account_id":"ACC-10020031","payout_ref":"PO-4T6Y8U1C","amount":1500}""" },
        { CrmSeed.Payments, "olivia", "release_payout", """{"account_id":"ACC-10020030","payout_ref":"PO-4T6Y8U1B","amount":991}""" },
        { CrmSeed.Payments, "olivia", "review_merchant_agreement", """{"account_id":"ACC-10020030","document_id":"none"}""" },
        { CrmSeed.Shop, "marta", "no_such_tool", "{}" },
        { CrmSeed.Payments, "olivia", "payment_link", """{"amount":1,"currency":"GBP"}""" },
    };

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task Execute_SameCallEightAtOnce_OneEffectAndOneAnswer(string tenant, string person, string tool, string arguments, string count)
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        var (run, input) = await BeginAsync(desk, tenant, person);
        var executor = desk.Services.GetRequiredService<ToolExecutor>();
        var decision = Guid.NewGuid();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => executor.ExecuteAsync(run, input, "call-1", tool, arguments, decision, CancellationToken.None)));

        outcomes.ShouldAllBe(outcome => !outcome.Failed);
        outcomes.Select(outcome => outcome.Output).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        (await desk.ReadAsync<int>(tenant, count)).ShouldBe(1);
        (await desk.ReadAsync<string>(tenant, "SELECT string_agg(state, ',') FROM desk.tool_calls WHERE tenant_id = @tenant")).ShouldBe("executed");
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Execute_AnothersOrNone_FailsAndChangesNothing(string tenant, string person, string tool, string arguments)
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        var (run, input) = await BeginAsync(desk, tenant, person);

        var outcome = await desk.Services.GetRequiredService<ToolExecutor>().ExecuteAsync(run, input, "call-1", tool, arguments, Guid.NewGuid(), CancellationToken.None);

        outcome.Failed.ShouldBeTrue(outcome.Output);
        (await desk.ReadAsync<int>(
            tenant,
            """
            SELECT ((SELECT count(*) FROM desk.tickets WHERE tenant_id = @tenant) + (SELECT count(*) FROM desk.tasks WHERE tenant_id = @tenant) + (SELECT count(*) FROM desk.crm_changes WHERE tenant_id = @tenant)
              + (SELECT count(*) FROM desk.refunds WHERE tenant_id = @tenant) + (SELECT count(*) FROM desk.discounts WHERE tenant_id = @tenant) + (SELECT count(*) FROM desk.limit_proposals WHERE tenant_id = @tenant)
              + (SELECT count(*) FROM desk.subscriptions WHERE tenant_id = @tenant AND status = 'cancelled') + (SELECT count(*) FROM desk.payouts WHERE tenant_id = @tenant AND run_id IS NOT NULL))::int
            """)).ShouldBe(0);
        (await desk.ReadAsync<string>(tenant, "SELECT state FROM desk.tool_calls WHERE tenant_id = @tenant")).ShouldBe("failed");
    }

    [Fact]
    public async Task Read_RawOutput_RefusedToTheService()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100200?");

        (await Should.ThrowAsync<PostgresException>(() => desk.ReadAsync<string>(CrmSeed.Shop, "SELECT raw_output FROM desk.tool_calls WHERE tenant_id = @tenant"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT sanitized FROM desk.tool_calls WHERE tenant_id = @tenant"))!.ShouldNotContain("warehouse");
    }

    [Fact]
    public async Task Execute_LeaseLost_NothingDone()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        var (run, input) = await BeginAsync(desk, CrmSeed.Shop, "marta");
        await desk.EndLeaseAsync(CrmSeed.Shop, run.RunId);
        (await desk.Work.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => desk.Services.GetRequiredService<ToolExecutor>()
            .ExecuteAsync(run, input, "call-1", "create_ticket", """{"contact_id":"c-100","subject":"Broken"}""", Guid.NewGuid(), CancellationToken.None));

        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.tickets WHERE tenant_id = @tenant")).ShouldBe(0);
    }

    [Fact]
    public async Task Process_ToolFails_ModelReadsASentence()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿dónde está mi pedido ORD-100300?");

        run.State.ShouldBe("pending_approval", run.ToString());
        var text = await desk.ReadAsync<string>(CrmSeed.Shop, "SELECT error_text FROM desk.tool_calls WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId });
        text.ShouldNotBeNullOrEmpty();
        text.ShouldNotContain("404");
        await Secrets.ShouldNotShowAsync(desk, CrmSeed.Shop);
    }

    [Fact]
    public async Task Process_ProductSearch_OnlyCommercialFields()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);

        var run = await desk.AskAsync(CrmSeed.Shop, "marta", "Hola, ¿tienen sandalias para el verano?");

        (await desk.ReadAsync<string>(
            CrmSeed.Shop,
            "SELECT string_agg(DISTINCT key, ',' ORDER BY key) FROM desk.tool_calls, jsonb_array_elements(sanitized::jsonb -> 'products') product, jsonb_object_keys(product) key WHERE tenant_id = @tenant AND run_id = @RunId",
            new { run.RunId })).ShouldBe("currency,in_stock,name,price,product_id");
        await Secrets.ShouldNotShowAsync(desk, CrmSeed.Shop);
    }

    private static async Task<(ClaimedRun Run, RunInput Input)> BeginAsync(GraphDesk desk, string tenant, string person)
    {
        await desk.PostAsync(tenant, person, "Hello, I have a question about my account please");
        var run = (await desk.Work.ClaimAsync(CancellationToken.None))!;
        return (run, await desk.Work.LoadAsync(run, CancellationToken.None));
    }
}
