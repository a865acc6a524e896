using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>Passes on how far a call is: numbers that grow, in order, and no text.</summary>
internal sealed class ProgressRelay(McpServer client, ProgressToken token) : IProgress<ProgressNotificationValue>
{
    private readonly Lock _gate = new();
    private Task _sent = Task.CompletedTask;
    private float _latest = float.NegativeInfinity;
    private int _count;

    public void Report(ProgressNotificationValue value)
    {
        lock (_gate)
        {
            if (!float.IsFinite(value.Progress) || value.Progress <= _latest || ++_count > McpLimits.ProgressOfCall)
            {
                return;
            }

            _latest = value.Progress;
            var total = value.Total is { } given && float.IsFinite(given) ? value.Total : null;
            _sent = SendAfterAsync(_sent, new ProgressNotificationValue { Progress = value.Progress, Total = total });
        }
    }

    /// <summary>Until all has left: progress does not come after the answer.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _count = McpLimits.ProgressOfCall;
            return _sent;
        }
    }

    private async Task SendAfterAsync(Task former, ProgressNotificationValue value)
    {
        await former.ConfigureAwait(false);
        try
        {
            await client.NotifyProgressAsync(token, value).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException or ObjectDisposedException or McpException)
        {
            // The client has gone: whoever waits for the answer hears of it.
        }
    }
}
