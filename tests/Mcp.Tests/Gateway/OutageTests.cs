using AiDesk.Mcp.Tests.Running;
using AiDesk.Tests.Running;
using ModelContextProtocol;

namespace AiDesk.Mcp.Tests.Gateway;

/// <summary>Without the policy service nothing is listed, nothing runs, and no result passes.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly DepotService _service = new();

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Service_IsKilled_NothingIsListedAndNothingRuns()
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        await using var gateway = await GatewayClient.StartApprovedAsync(_service, depot.Command);
        (await gateway.NamesAsync()).ShouldBe(["look_up"]);

        await _service.KillAsync();

        (await Should.ThrowAsync<McpException>(async () => await gateway.NamesAsync())).Message.ShouldContain("The policy service does not answer. No tool is offered");
        var result = await gateway.CallAsync("look_up", new() { ["item"] = "bolt" });
        result.IsError.ShouldBe(true);
        GatewayClient.TextOf(result).ShouldBe("Not run. The policy service does not answer. Nothing runs unchecked: try again later.");
        depot.Ran().ShouldBeEmpty();
    }

    [Fact]
    public async Task Service_IsKilledWhileAToolRuns_ItsResultIsWithheld()
    {
        using var depot = new Depot(Depot.Tool("misbehave", new() { ["waitFor"] = "go", ["result"] = Depot.Answering(Depot.Text("raw words"))["result"]!.DeepClone() }));
        await using var gateway = await GatewayClient.StartApprovedAsync(_service, depot.Command);
        var call = gateway.CallAsync("misbehave");
        await depot.NotesAsync("call");

        await _service.KillAsync();
        depot.Put("go");

        var result = await call;
        result.IsError.ShouldBe(true);
        GatewayClient.TextOf(result).ShouldBe("The tool has run, but what it gave is withheld: it could not be checked. The policy service does not answer.");
    }

    [Fact]
    public async Task Service_IsKilledBeforeFirstUse_NothingIsPinned()
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        await _service.KillAsync();

        await using var gateway = await GatewayClient.StartAsync(_service, depot.Command, "--pin-on-first-use");
        await Should.ThrowAsync<McpException>(async () => await gateway.NamesAsync());
        var approve = await _service.RunAsync(["mcp", "approve", "--tenant", DepotService.Tenant, "--yes", "--", .. depot.Command]);

        approve.Status.ShouldBe(3);
        approve.Error.ShouldContain("Nothing was approved.");
        Directory.GetFiles(_service.StateDirectory, "pins.json", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task TokenFile_IsReplaced_TheNextCallTakesTheNewOne()
    {
        using var depot = new Depot(Depot.Tool("look_up"));
        using var folder = new TemporaryFolder();
        var token = (await _service.RunAsync("token", "--tenant", DepotService.Tenant, "--role", "service")).Output.Trim();
        var file = folder.Write("token", token);
        (await _service.RunAsync(["mcp", "approve", "--token-file", file, "--yes", "--", .. depot.Command])).Status.ShouldBe(0);
        await using var gateway = await GatewayClient.StartAsync(_service, depot.Command, "--token-file", file);
        (await gateway.CallAsync("look_up", new() { ["item"] = "bolt" })).IsError.ShouldNotBe(true);

        await File.WriteAllTextAsync(file, token[..^8]);
        GatewayClient.TextOf(await gateway.CallAsync("look_up", new() { ["item"] = "bolt" })).ShouldContain("The policy service could not decide.");
        File.Delete(file);
        GatewayClient.TextOf(await gateway.CallAsync("look_up", new() { ["item"] = "bolt" })).ShouldContain("The gateway has no token");

        await File.WriteAllTextAsync(file, token);
        (await gateway.CallAsync("look_up", new() { ["item"] = "bolt" })).IsError.ShouldNotBe(true);
        depot.Ran().Count().ShouldBe(2);
    }
}
