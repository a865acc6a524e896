using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Load.Asking;
using Grpc.Core;

namespace AiDesk.CommandLine.Load.Running;

/// <summary>All checks of a connection over one CheckStream. One that ends (its token expires, the service stops) is not answered for what was under way, and the next check opens another.</summary>
internal sealed class StreamAsker(LoadQuestions questions, ServiceConnection connection, TimeSpan timeout) : IAsker
{
    private readonly Lock _gate = new();
    private OpenStream? _open;

    public async Task<CallAnswer> AskAsync(long sequence)
    {
        var request = questions.OfStream(sequence);
        var stream = Current();
        try
        {
            return await stream.AskAsync(request).WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            stream.Forget(request.CorrelationId);
            return CallAnswer.Failed(nameof(StatusCode.DeadlineExceeded));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is { } open)
        {
            await open.CloseAsync(timeout).ConfigureAwait(false);
        }
    }

    private OpenStream Current()
    {
        lock (_gate)
        {
            return _open is { HasEnded: false } open ? open : _open = new OpenStream(connection.Client.CheckStream(connection.StreamOptions()));
        }
    }
}
