using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using AiDesk.Redis.Harness;
using AiDesk.Tests.Running;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AiDesk.Mcp.Tests.Running;

/// <summary>The package's own client, connected to `aidesk mcp` in a process of its own.</summary>
internal sealed class GatewayClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _errors = new();
    private int _changes;

    private GatewayClient(Process process)
    {
        _process = process;
        _reading = ReadErrorsAsync();
    }

    public McpClient Client { get; private set; } = null!;

    /// <summary>How often the client was told that the tools have changed.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public string Errors => string.Join('\n', _errors);

    public static Task<GatewayClient> StartAsync(DepotService service, string[] server, params string[] options) => StartAsync(service, server, new McpClientOptions(), options);

    public static async Task<GatewayClient> StartAsync(DepotService service, string[] server, McpClientOptions client, params string[] options)
    {
        string[] whose = options.Contains("--token-file", StringComparer.Ordinal) ? [] : ["--tenant", DepotService.Tenant];
        var start = CommandRun.StartOf([("AIDESK_ADDRESS", service.Address), ("AIDESK_STATE_DIR", service.StateDirectory)], ["mcp", .. whose, .. options, "--", .. server]);
        var gateway = new GatewayClient(Process.Start(start) ?? throw new InvalidOperationException("the gateway did not start"));
        client.Handlers.NotificationHandlers =
        [
            new(NotificationMethods.ToolListChangedNotification, (_, _) =>
            {
                Interlocked.Increment(ref gateway._changes);
                return ValueTask.CompletedTask;
            }),
        ];
        try
        {
            var transport = new StreamClientTransport(gateway._process.StandardInput.BaseStream, gateway._process.StandardOutput.BaseStream);
            gateway.Client = await McpClient.CreateAsync(transport, client);
        }
        catch (Exception problem)
        {
            gateway._process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"the client does not connect: {gateway.Errors}", problem);
        }

        return gateway;
    }

    /// <summary>A gateway whose server's tools were approved before.</summary>
    public static async Task<GatewayClient> StartApprovedAsync(DepotService service, string[] server, params string[] options)
    {
        var approved = await service.RunAsync(["mcp", "approve", "--tenant", DepotService.Tenant, "--yes", "--", .. server]);
        approved.Status.ShouldBe(0, approved.Output + approved.Error);
        return await StartAsync(service, server, options);
    }

    public async Task<string[]> NamesAsync() => [.. (await Client.ListToolsAsync()).Select(tool => tool.Name)];

    /// <summary>A gateway that takes the server's tools as they are.</summary>
    public static Task<GatewayClient> StartTrustingAsync(DepotService service, string[] server, params string[] options) => StartAsync(service, server, [.. options, "--pin-on-first-use"]);

    public async Task<CallToolResult> CallAsync(string tool, JsonObject? arguments = null) =>
        await Client.CallToolAsync(tool, arguments?.ToDictionary(member => member.Key, member => (object?)member.Value, StringComparer.Ordinal));

    public static string TextOf(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    public Task SaysAsync(string words) => Eventually.TrueAsync(() => Errors.Contains(words, StringComparison.Ordinal), $"the gateway says: {words}; it has said: {Errors}");

    public void Kill() => _process.Kill();

    public Task SignalAsync(string signal) => Signals.SendAsync(signal, _process);

    /// <summary>Waits for its end; the exit status.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Closes the client's side, as a client that ends does; the exit status.</summary>
    public async Task<int> CloseAsync()
    {
        await Client.DisposeAsync();
        _process.StandardInput.Close();
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await CloseAsync();
        }

        await Client.DisposeAsync();
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _errors.Enqueue(line);
        }
    }
}
