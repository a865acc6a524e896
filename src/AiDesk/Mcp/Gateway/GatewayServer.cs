using AiDesk.CommandLine.Mcp.Servers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>The gateway as the client's server: tools, and nothing else. What has no handler here is answered "method not found".</summary>
internal sealed class GatewayServer(ServerSession server, OfferedTools offered, ToolCalls calls, Action<string> tell)
{
    // Nothing is sent to a client before it has said that it is ready.
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Serves until the client closes its side (true) or the server has ended (false).</summary>
    public async Task<bool> RunAsync(Stream input, Stream output, CancellationToken cancellation)
    {
        var open = new OpenRequests();
        var lines = new BoundedLines(input, McpLimits.MessageBytes, "client", tell);
        var reading = Opening.ReadAsync(lines, cancellation);
        if (await Task.WhenAny(reading, server.Ended).WaitAsync(cancellation).ConfigureAwait(false) != reading)
        {
            return false;
        }

        var opening = await reading.ConfigureAwait(false);
        await using var transport = new StreamServerTransport(opening.Input, output, "aidesk-mcp");
        await using var client = McpServer.Create(transport, Options(open, opening.Revision));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = client.RunAsync(ending.Token);
        var watching = WatchAsync(client, ending.Token);
        var first = await Task.WhenAny(serving, server.Ended).ConfigureAwait(false);
        if (first != serving && !serving.IsCompleted)
        {
            // The calls that were open fail with the server; their answers still leave.
            await Task.WhenAny(open.WhenIdleAsync(), serving, Task.Delay(McpLimits.Farewell, cancellation)).ConfigureAwait(false);
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return first == serving;
    }

    private McpServerOptions Options(OpenRequests open, string revision) => new()
    {
        ServerInfo = new Implementation { Name = "aidesk-mcp", Version = "1" },
        ProtocolVersion = revision,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability { ListChanged = true } },
        Filters = new McpServerFilters { Message = open.Filters() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = async (_, cancellation) => await ListAsync(cancellation).ConfigureAwait(false),
            NotificationHandlers =
            [
                new(NotificationMethods.InitializedNotification, (_, _) =>
                {
                    _ready.TrySetResult();
                    return ValueTask.CompletedTask;
                }),
            ],
            CallToolHandler = async (request, cancellation) => await CallAsync(request, open, cancellation).ConfigureAwait(false),
        },
    };

    private async Task<ListToolsResult> ListAsync(CancellationToken cancellation)
    {
        try
        {
            return new ListToolsResult { Tools = [.. await offered.ListAsync(cancellation).ConfigureAwait(false)] };
        }
        catch (PolicyFailure failure)
        {
            throw new McpProtocolException($"{failure.Message} No tool is offered until it can be asked.", McpErrorCode.InternalError);
        }
        catch (Exception failure) when (failure is McpException or IOException or InvalidOperationException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            tell("the server's tools are not listed: " + failure.Message);
            throw new McpProtocolException("The server's tools could not be listed.", McpErrorCode.InternalError);
        }
    }

    private async Task<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, OpenRequests open, CancellationToken cancellation)
    {
        var call = request.Params ?? throw new McpProtocolException("tools/call needs params.", McpErrorCode.InvalidParams);
        var progress = call.ProgressToken is { } token ? new ProgressRelay(request.Server, token) : null;
        try
        {
            return await calls.CallAsync(call, progress, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            open.Close(request.JsonRpcRequest.Id);
            throw;
        }
        finally
        {
            await (progress?.DrainAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    /// <summary>The server says that its tools have changed: they are listed and compared again, and the client is told.</summary>
    private async Task WatchAsync(McpServer client, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in server.Changes.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                try
                {
                    await offered.RefreshAsync(cancellation).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is McpException or IOException or PolicyFailure || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
                {
                    // Until it can be listed, no tool of it is offered or runs.
                    tell("the server's tools are not listed: " + failure.Message);
                }

                await _ready.Task.WaitAsync(cancellation).ConfigureAwait(false);
                await client.SendNotificationAsync(NotificationMethods.ToolListChangedNotification, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The session is over.
        }
    }
}
