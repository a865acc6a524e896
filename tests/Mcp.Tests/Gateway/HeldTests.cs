using System.Text.Json.Nodes;
using AiDesk.Mcp.Tests.Running;

namespace AiDesk.Mcp.Tests.Gateway;

/// <summary>Calls that wait for people.</summary>
[Collection(DepotCollection.Name)]
public sealed class HeldTests(DepotService service)
{
    [Fact]
    public async Task CallTool_HeldThenApproved_RunsExactlyOnce()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        JsonObject call = new() { ["item"] = "bolt", ["count"] = 2 };
        JsonObject otherwiseSpelled = new() { ["count"] = 2.0, ["item"] = "bolt" };

        var held = GatewayClient.TextOf(await gateway.CallAsync("order_part", call));
        var decision = DepotService.DecisionIn(held);
        held.ShouldContain("it waits for a person to approve it");
        GatewayClient.TextOf(await gateway.CallAsync("order_part", call)).ShouldContain(decision);
        depot.Ran().ShouldBeEmpty();

        (await service.RunAsync("mcp", "held")).Output.ShouldContain($"{decision} depot needs approval");
        var decided = await service.DecideAsync(decision, "--approve");
        decided.Status.ShouldBe(0, decided.Error);
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.CallAsync("order_part", otherwiseSpelled)));

        results.Count(result => result.IsError != true).ShouldBe(1);
        depot.Ran().ShouldBe(["order_part"]);
        var again = GatewayClient.TextOf(await gateway.CallAsync("order_part", call));
        string.Equals(DepotService.DecisionIn(again), decision, StringComparison.Ordinal).ShouldBeFalse();
        depot.Ran().ShouldBe(["order_part"]);
    }

    [Fact]
    public async Task CallTool_ApprovedAfterTheGatewayHasEnded_RunsInTheNext()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        string decision;
        await using (var first = await GatewayClient.StartTrustingAsync(service, depot.Command))
        {
            decision = DepotService.DecisionIn(GatewayClient.TextOf(await first.CallAsync("order_part", new() { ["item"] = "nut" })));
        }

        (await service.DecideAsync(decision, "--approve")).Status.ShouldBe(0);
        await using var next = await GatewayClient.StartAsync(service, depot.Command);
        await using var another = await GatewayClient.StartAsync(service, depot.Command);
        var results = await Task.WhenAll(next.CallAsync("order_part", new() { ["item"] = "nut" }), another.CallAsync("order_part", new() { ["item"] = "nut" }));

        results.Count(result => result.IsError != true).ShouldBe(1);
        depot.Ran().ShouldBe(["order_part"]);
    }

    [Fact]
    public async Task CallTool_OtherArgumentsThanApproved_WaitOnTheirOwn()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("order_part", new() { ["count"] = 1 })));
        (await service.DecideAsync(decision, "--approve")).Status.ShouldBe(0);

        var other = GatewayClient.TextOf(await gateway.CallAsync("order_part", new() { ["count"] = 1000 }));

        string.Equals(DepotService.DecisionIn(other), decision, StringComparison.Ordinal).ShouldBeFalse();
        depot.Ran().ShouldBeEmpty();
    }

    [Fact]
    public async Task CallTool_Rejected_DoesNotRun()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("order_part")));

        (await service.DecideAsync(decision, "--reject")).Status.ShouldBe(0);

        GatewayClient.TextOf(await gateway.CallAsync("order_part")).ShouldContain("A person has decided that this call may not run");
        depot.Ran().ShouldBeEmpty();
    }

    [Fact]
    public async Task CallTool_Escalated_NeedsTwoPeople()
    {
        using var depot = new Depot(Depot.Tool("sell_depot"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var held = GatewayClient.TextOf(await gateway.CallAsync("sell_depot"));
        held.ShouldContain("the people responsible");
        var decision = DepotService.DecisionIn(held);

        (await service.DecideAsync(decision, "--approve", "vera")).Output.ShouldContain("1 more have to approve it");
        (await gateway.CallAsync("sell_depot")).IsError.ShouldBe(true);
        (await service.DecideAsync(decision, "--approve", "otto")).Output.ShouldContain("runs once");

        (await gateway.CallAsync("sell_depot")).IsError.ShouldNotBe(true);
        depot.Ran().ShouldBe(["sell_depot"]);
    }

    [Fact]
    public async Task CallTool_ReleaseWithAnotherToken_DoesNotRunAndWaitsOn()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("order_part")));
        var call = Directory.GetFiles(service.StateDirectory, $"*.{decision}.call.json", SearchOption.AllDirectories).Single();
        var release = call.Replace(".call.json", ".release.json", StringComparison.Ordinal);
        await File.WriteAllTextAsync(release, """{"decisionToken":"bm90LWEtdG9rZW4"}""");

        GatewayClient.TextOf(await gateway.CallAsync("order_part")).ShouldContain("has to be approved again");
        depot.Ran().ShouldBeEmpty();
        (await service.DecideAsync(decision, "--approve")).Status.ShouldBe(0);
        (await gateway.CallAsync("order_part")).IsError.ShouldNotBe(true);
    }

    [Theory]
    [InlineData("--tenant", "depot", "aidesk-mcp")]
    public async Task Decide_WhoAsked_IsRefused(string option, string tenant, string asker)
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("order_part")));

        var token = await service.RunAsync("token", option, tenant, "--role", "approver", "--sub", asker);
        var decided = await service.RunAsync("mcp", "decide", decision, "--approve", "--token", token.Output.Trim());

        decided.Status.ShouldBe(4);
        decided.Error.ShouldContain("SELF_APPROVAL");
    }

    [Fact]
    public async Task Decide_UnknownDecision_SaysWhereItLooked()
    {
        var decided = await service.RunAsync("mcp", "decide", Guid.NewGuid().ToString(), "--approve", "--tenant", DepotService.Tenant);

        decided.Status.ShouldBe(2);
        decided.Error.ShouldContain("No gateway keeps a call of decision");
    }

    [Fact]
    public async Task Hold_StateFolder_IsReadableByItsOwnerOnly()
    {
        using var depot = new Depot(Depot.Tool("order_part"));
        await using var gateway = await GatewayClient.StartTrustingAsync(service, depot.Command);
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("order_part")));

        var call = Directory.GetFiles(service.StateDirectory, $"*.{decision}.call.json", SearchOption.AllDirectories).Single();

        File.GetUnixFileMode(call).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(call)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
