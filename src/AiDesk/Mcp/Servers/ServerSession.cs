using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Mcp.Pins;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Servers;

/// <summary>The gateway as the server's client. It offers the server nothing: no sampling, no elicitation, no roots.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    /// <summary>The newest revision that begins with a handshake, whose notifications and cancellations go over the one connection.</summary>
    public const string Revision = "2025-11-25";

    // Of the revision that is spoken; a later one has done away with it.
    private const string LogMessage = "notifications/message";

    private readonly ServerProcess _process;
    private readonly McpClient _client;
    private readonly Channel<bool> _changes;

    private readonly ConcurrentDictionary<string, IProgress<ProgressNotificationValue>> _progress;
    private long _calls;

    private ServerSession(ServerProcess process, McpClient client, Channel<bool> changes, ConcurrentDictionary<string, IProgress<ProgressNotificationValue>> progress, Task ended) =>
        (_process, _client, _changes, _progress, Ended) = (process, client, changes, progress, ended);

    /// <summary>Ends when the server does, or when it has sent what the protocol does not allow.</summary>
    public Task Ended { get; }

    /// <summary>One item, however often the server says that its tools have changed.</summary>
    public ChannelReader<bool> Changes => _changes.Reader;

    /// <summary>Starts the server and shakes hands. Throws <see cref="CommandFailure"/> when either does not come about.</summary>
    public static async Task<ServerSession> StartAsync(ServerCommand command, Action<string> tell, CancellationToken cancellation)
    {
        var process = ServerProcess.Start(command);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var progress = new ConcurrentDictionary<string, IProgress<ProgressNotificationValue>>(StringComparer.Ordinal);
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "aidesk-mcp", Version = "1" },
            ProtocolVersion = Revision,
            InitializationTimeout = McpLimits.Start,
            Handlers = new McpClientHandlers
            {
                NotificationHandlers =
                [
                    new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                    {
                        changes.Writer.TryWrite(true);
                        return ValueTask.CompletedTask;
                    }),
                    new(NotificationMethods.ProgressNotification, (notification, _) =>
                    {
                        Report(progress, notification.Params);
                        return ValueTask.CompletedTask;
                    }),
                    new(LogMessage, (notification, _) =>
                    {
                        tell("the server says: " + TerminalText.Excerpt(notification.Params?.ToJsonString() ?? "", McpLimits.LogLength));
                        return ValueTask.CompletedTask;
                    }),
                ],
            },
        };
        try
        {
            var output = new BoundedLines(process.Output, McpLimits.MessageBytes, "server", tell);
            var client = await McpClient.CreateAsync(new StreamClientTransport(process.Input, output), options, cancellationToken: cancellation).ConfigureAwait(false);
            return new ServerSession(process, client, changes, progress, output.Ended);
        }
        catch (Exception problem) when (problem is McpException or IOException or TimeoutException or JsonException or InvalidOperationException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var (status, killed) = await process.StopAsync().ConfigureAwait(false);
            await process.DisposeAsync().ConfigureAwait(false);
            throw new CommandFailure(ExitStatus.Faulty, $"The server does not answer as an MCP server ({problem.Message.TrimEnd('.')}); {Ending(status, killed)}.");
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Every page of the server's tools. Throws <see cref="McpException"/> when there is no end of them.</summary>
    public async Task<ToolListing> ListAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(McpLimits.List);
        var tools = new List<Tool>();
        string? cursor = null;
        for (var page = 1; ; page++)
        {
            var listed = await _client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, patience.Token).ConfigureAwait(false);
            tools.AddRange(listed.Tools);
            cursor = listed.NextCursor;
            if (tools.Count > McpLimits.Tools || (page == McpLimits.Pages && cursor is not null))
            {
                throw new McpException($"The server lists more than {McpLimits.Tools} tools, or more than {McpLimits.Pages} pages of them.");
            }

            if (cursor is null)
            {
                return ToolListing.Of(tools);
            }
        }
    }

    /// <summary>Runs a tool. A call that is given up is cancelled at the server too: the protocol's client leaves that to its caller.</summary>
    /// <param name="tool">Name of the tool.</param>
    /// <param name="arguments">The arguments, a JSON object.</param>
    /// <param name="progress">Hears how far it is; null when nobody asks.</param>
    /// <param name="cancellation">Gives it up.</param>
    public async Task<CallToolResult> CallAsync(string tool, string arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        var id = $"call-{Interlocked.Increment(ref _calls)}";
        var call = new CallToolRequestParams { Name = tool, Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments) };
        if (progress is not null)
        {
            _progress[id] = progress;
            call.Meta = new JsonObject { ["progressToken"] = id };
        }

        try
        {
            return await _client.SendRequestAsync<CallToolRequestParams, CallToolResult>(RequestMethods.ToolsCall, call, requestId: new RequestId(id), cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await CancelAsync(id).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _progress.TryRemove(id, out _);
        }
    }

    /// <summary>Ends the server. Answers how that went, in words.</summary>
    public async Task<string> StopAsync()
    {
        var ending = await _process.StopAsync().ConfigureAwait(false);
        return Ending(ending.Status, ending.Killed);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CancelAsync(string id)
    {
        try
        {
            await _client.SendNotificationAsync(NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = new RequestId(id) }).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or ObjectDisposedException or McpException)
        {
            // Then nothing is left to cancel.
        }
    }

    private static void Report(ConcurrentDictionary<string, IProgress<ProgressNotificationValue>> listeners, JsonNode? notification)
    {
        if (notification?["progressToken"] is JsonValue token && token.TryGetValue<string>(out var id) && listeners.TryGetValue(id, out var listener)
            && notification["progress"] is JsonValue value && value.TryGetValue<float>(out var progress))
        {
            var total = notification["total"] is JsonValue given && given.TryGetValue<float>(out var most) ? most : (float?)null;
            listener.Report(new ProgressNotificationValue { Progress = progress, Total = total });
        }
    }

    private static string Ending(int status, bool killed) =>
        killed ? $"it did not end within {McpLimits.Stop.TotalSeconds:0} s of the end of its input and was killed" : $"it ended with exit status {status}";
}
