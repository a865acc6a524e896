using System.Text.Json;
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

    private ServerSession(ServerProcess process, McpClient client, Channel<bool> changes) => (_process, _client, _changes) = (process, client, changes);

    /// <summary>Ends when the server does, or when it has sent what the protocol does not allow.</summary>
    public Task Ended => _client.Completion;

    /// <summary>One item, however often the server says that its tools have changed.</summary>
    public ChannelReader<bool> Changes => _changes.Reader;

    /// <summary>Starts the server and shakes hands. Throws <see cref="CommandFailure"/> when either does not come about.</summary>
    public static async Task<ServerSession> StartAsync(ServerCommand command, Action<string> tell, CancellationToken cancellation)
    {
        var process = ServerProcess.Start(command);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
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
            var transport = new StreamClientTransport(process.Input, new BoundedLines(process.Output, McpLimits.MessageBytes, "server", tell));
            return new ServerSession(process, await McpClient.CreateAsync(transport, options, cancellationToken: cancellation).ConfigureAwait(false), changes);
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

    public ValueTask<CallToolResult> CallAsync(string tool, string arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(arguments);
        var named = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.Clone(), StringComparer.Ordinal);
        return _client.CallToolAsync(tool, named, progress, cancellationToken: cancellation);
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

    private static string Ending(int status, bool killed) =>
        killed ? $"it did not end within {McpLimits.Stop.TotalSeconds:0} s of the end of its input and was killed" : $"it ended with exit status {status}";
}
