using AiDesk.Mcp.Tests.Running;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace AiDesk.Mcp.Tests.Gateway;

/// <summary>What a client is told of a server's tools.</summary>
[Collection(DepotCollection.Name)]
public sealed class ListingTests(DepotService service)
{
    [Fact]
    public async Task ListTools_NothingApproved_OffersAndRunsNothing()
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        await using var gateway = await GatewayClient.StartAsync(service, depot.Command);

        (await gateway.NamesAsync()).ShouldBeEmpty();
        var result = await gateway.CallAsync("look_up", new() { ["item"] = "bolt" });

        result.IsError.ShouldBe(true);
        GatewayClient.TextOf(result).ShouldContain("Nobody has approved this tool yet");
        depot.Ran().ShouldBeEmpty();
    }

    [Fact]
    public async Task ListTools_PagesOfApprovedTools_OffersThosePolicyAllowsAsTheyAre()
    {
        using var depot = new Depot();
        depot.ListWith(new() { ["pageSize"] = 2 }, Depot.Tool("look_up", description: "Finds a part."), Depot.Tool("unknown_to_policy"), Depot.Tool("level_three"), Depot.Tool("order_part"), Depot.Tool("opaque"));
        await using var gateway = await GatewayClient.StartApprovedAsync(service, depot.Command);

        var tools = await gateway.Client.ListToolsAsync();

        tools.Select(tool => tool.Name).ShouldBe(["look_up", "opaque", "order_part"], ignoreOrder: true);
        var tool = tools.Single(tool => tool.Name == "look_up");
        tool.Description.ShouldBe("Finds a part.");
        tool.JsonSchema.GetProperty("properties").GetProperty("item").GetProperty("type").GetString().ShouldBe("string");
    }

    [Fact]
    public async Task ListTools_LowerLevel_HidesAndRefusesWhatIsAboveIt()
    {
        using var depot = new Depot(Depot.Tool("look_up"), Depot.Tool("second_level"));
        await using var gateway = await GatewayClient.StartApprovedAsync(service, depot.Command, "--level", "1");

        (await gateway.NamesAsync()).ShouldBe(["look_up"]);
        GatewayClient.TextOf(await gateway.CallAsync("second_level")).ShouldContain("may not be used here");
        depot.Ran().ShouldBeEmpty();
    }

    [Fact]
    public async Task Connect_ServerWithInstructionsPromptsAndResources_PassesOnlyTools()
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        await using var gateway = await GatewayClient.StartApprovedAsync(service, depot.Command);

        gateway.Client.ServerInstructions.ShouldBeNull();
        gateway.Client.ServerCapabilities.Prompts.ShouldBeNull();
        gateway.Client.ServerCapabilities.Resources.ShouldBeNull();
        (await Should.ThrowAsync<McpException>(async () => await gateway.Client.ListPromptsAsync())).Message.ShouldContain("not available");
        (await Should.ThrowAsync<McpException>(async () => await gateway.Client.ReadResourceAsync("file:///x"))).Message.ShouldContain("not available");
        depot.Journal("initialize").ShouldAllBe(sent => !sent.GetProperty("capabilities").EnumerateObject().Any());
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Connect_ClientsRevision_IsSpoken(string revision)
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        await using var gateway = await GatewayClient.StartAsync(service, depot.Command, new McpClientOptions { ProtocolVersion = revision });

        gateway.Client.NegotiatedProtocolVersion.ShouldBe(revision);
        await gateway.Client.PingAsync();
    }
}
