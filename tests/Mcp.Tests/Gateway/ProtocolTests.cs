using System.Text.Json;
using AiDesk.Mcp.Tests.Running;
using AiDesk.Tests.Running;

namespace AiDesk.Mcp.Tests.Gateway;

/// <summary>The bytes on standard output, without the package's client between.</summary>
[Collection(DepotCollection.Name)]
public sealed class ProtocolTests(DepotService service)
{
    private const string Handshake =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";

    [Theory]
    [InlineData("[1,2,3]")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"misbehave\",\"arguments\":{\"a\":1,\"a\":2}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"no/such\"}")]
    [InlineData("not json at all")]
    public async Task StandardOutput_WhateverComes_IsTheProtocolOnly(string line)
    {
        using var depot = new Depot(Depot.Tool("misbehave", new() { ["garbage"] = "a server that writes its log here" }));
        await service.RunAsync(["mcp", "approve", "--tenant", DepotService.Tenant, "--yes", "--", .. depot.Command]);
        using var process = System.Diagnostics.Process.Start(CommandRun.StartOf(
            [("AIDESK_ADDRESS", service.Address), ("AIDESK_STATE_DIR", service.StateDirectory)], ["mcp", "--tenant", DepotService.Tenant, "--call-timeout", "1s", "--", .. depot.Command]))!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync($"{Handshake}\n{{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}}\n{line}\n{{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}}\n");
        await process.StandardInput.FlushAsync();

        var answered = new HashSet<string>(StringComparer.Ordinal);
        while (!answered.Contains("3") && await process.StandardOutput.ReadLineAsync() is { } written)
        {
            using var message = JsonDocument.Parse(written);
            message.RootElement.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
            answered.Add(message.RootElement.TryGetProperty("id", out var id) ? id.GetRawText() : "");
        }

        answered.Contains("1").ShouldBeTrue();
        answered.Contains("3").ShouldBeTrue();
        process.StandardInput.Close();
        (await process.StandardOutput.ReadToEndAsync()).ShouldNotContain("a server that writes");
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
    }

    [Fact]
    public async Task ClientsMessage_PastTheLimit_EndsTheSession()
    {
        using var depot = new Depot(Depot.Tool("opaque"));
        using var process = System.Diagnostics.Process.Start(CommandRun.StartOf(
            [("AIDESK_ADDRESS", service.Address), ("AIDESK_STATE_DIR", service.StateDirectory)], ["mcp", "--tenant", DepotService.Tenant, "--", .. depot.Command]))!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(Handshake + "\n");
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull();

        var chunk = new string('x', 1024 * 1024);
        try
        {
            for (var i = 0; i < 64; i++)
            {
                await process.StandardInput.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            // It has ended before all was written.
        }

        await process.WaitForExitAsync();
        (await errors).ShouldContain("a message of the client is longer than 16777216 bytes");
    }
}
