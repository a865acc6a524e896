using System.Text.Json.Nodes;
using AiDesk.Mcp.Tests.Running;
using AiDesk.Tests.Running;
using ModelContextProtocol.Protocol;

namespace AiDesk.Mcp.Tests.Gateway;

/// <summary>Sessions with servers that others have written, from npm: tests/Mcp.Tests/node/package.json pins them.</summary>
[Collection(DepotCollection.Name)]
public sealed class ThirdPartyTests(DepotService service)
{
    [Fact]
    public async Task Everything_Session_PassesThroughWhatPolicyAllows()
    {
        await using var gateway = await GatewayClient.StartApprovedAsync(service, [.. Server("server-everything"), "stdio"]);

        (await gateway.NamesAsync()).ShouldBe(
            ["echo", "get-sum", "get-tiny-image", "get-structured-content", "get-resource-reference", "get-resource-links", "trigger-long-running-operation"],
            ignoreOrder: true);
        GatewayClient.TextOf(await gateway.CallAsync("echo", new() { ["message"] = "hello" })).ShouldBe("Echo: hello");
        GatewayClient.TextOf(await gateway.CallAsync("get-sum", new() { ["a"] = 2, ["b"] = 3 })).ShouldContain("5");
        (await gateway.CallAsync("get-env")).IsError.ShouldBe(true);

        var image = await gateway.CallAsync("get-tiny-image");
        image.Content.ShouldAllBe(block => block is TextContentBlock);
        GatewayClient.TextOf(image).ShouldContain("[Left out, as it cannot be checked: 1 of images");

        var weather = await gateway.CallAsync("get-structured-content", new() { ["location"] = "Chicago" });
        weather.StructuredContent!.Value.EnumerateObject().Select(member => member.Name).ShouldBe(["temperature", "conditions"], ignoreOrder: true);

        var resource = await gateway.CallAsync("get-resource-reference", new() { ["resourceType"] = "Text", ["resourceId"] = 1 });
        resource.Content.OfType<EmbeddedResourceBlock>().Single().Resource.ShouldBeOfType<TextResourceContents>().Text.ShouldNotBeEmpty();
        (await gateway.CallAsync("get-resource-links", new() { ["count"] = 2 })).Content.OfType<ResourceLinkBlock>().Count().ShouldBe(2);
        (await gateway.CallAsync("trigger-long-running-operation", new() { ["duration"] = 0.01, ["steps"] = 2 })).IsError.ShouldNotBe(true);
    }

    [Fact]
    public async Task Filesystem_WriteIsHeld_ApprovedItWritesOnce()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("note.txt", "twelve bolts");
        await using var gateway = await GatewayClient.StartApprovedAsync(service, [.. Server("server-filesystem"), folder.Path]);

        (await gateway.NamesAsync()).ShouldBe(["read_text_file", "list_directory", "write_file"], ignoreOrder: true);
        GatewayClient.TextOf(await gateway.CallAsync("read_text_file", new() { ["path"] = file })).ShouldBe("twelve bolts");
        var outside = await gateway.CallAsync("read_text_file", new() { ["path"] = "/etc/hostname" });
        outside.IsError.ShouldBe(true);
        GatewayClient.TextOf(outside).ShouldNotContain(folder.Path);

        JsonObject write = new() { ["path"] = file, ["content"] = "eleven bolts" };
        var decision = DepotService.DecisionIn(GatewayClient.TextOf(await gateway.CallAsync("write_file", write)));
        (await File.ReadAllTextAsync(file)).ShouldBe("twelve bolts");
        (await service.DecideAsync(decision, "--approve")).Status.ShouldBe(0);
        (await gateway.CallAsync("write_file", write)).IsError.ShouldNotBe(true);
        (await File.ReadAllTextAsync(file)).ShouldBe("eleven bolts");
        (await gateway.CallAsync("write_file", write)).IsError.ShouldBe(true);
    }

    private static string[] Server(string name) =>
        ["node", Repository.In("tests", "Mcp.Tests", "node", "node_modules", "@modelcontextprotocol", name, "dist", "index.js")];
}
