using System.Text;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>A stream of one reply over real gRPC, message by message.</summary>
internal sealed class StreamCall : IDisposable
{
    private readonly AsyncDuplexStreamingCall<CheckOutputStreamRequest, CheckOutputStreamResponse> _call;
    private readonly StringBuilder _text = new();

    private StreamCall(AsyncDuplexStreamingCall<CheckOutputStreamRequest, CheckOutputStreamResponse> call) => _call = call;

    /// <summary>All that was released so far.</summary>
    public string Text => _text.ToString();

    public bool Stopped { get; private set; }

    public ReleasePace Pace { get; private set; }

    /// <summary>Null until the end.</summary>
    public Decision? Decision { get; private set; }

    public static StreamCall Start(RunningService service, CallOptions? options = null) => new(service.Client.CheckOutputStream(options ?? new CallOptions(service.Token())));

    /// <summary>Opened, and the pace read.</summary>
    public static async Task<StreamCall> OpenAsync(RunningService service, CheckOutputStreamOpen? open = null, CallOptions? options = null)
    {
        var stream = Start(service, options);
        await stream.SendAsync(new CheckOutputStreamRequest { Open = open ?? Open() });
        (await stream.ReadAsync()).ShouldBeTrue();
        return stream;
    }

    public static CheckOutputStreamOpen Open(string request = "", string run = "r1") =>
        new() { Context = RunningService.Context(run: run), RequestId = request, Author = ReplyAuthor.Model };

    public Task SendAsync(CheckOutputStreamRequest request) => _call.RequestStream.WriteAsync(request);

    public Task SendAsync(string text) => SendAsync(new CheckOutputStreamRequest { Text = text });

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    /// <summary>Sends as many as the service takes, and closes the caller's side: one that was refused meanwhile says so when it is read.</summary>
    public async Task CompleteWithAsync(IEnumerable<CheckOutputStreamRequest> requests)
    {
        try
        {
            foreach (var request in requests)
            {
                await SendAsync(request);
            }

            await CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException or IOException)
        {
        }
    }

    /// <summary>In chunks of so many units.</summary>
    public async Task SendAsync(string text, int chunk)
    {
        for (var at = 0; at < text.Length; at += chunk)
        {
            await SendAsync(text.Substring(at, Math.Min(chunk, text.Length - at)));
        }
    }

    /// <summary>Takes one message; false at the end.</summary>
    public async Task<bool> ReadAsync()
    {
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None))
        {
            return false;
        }

        var message = _call.ResponseStream.Current;
        _text.Append(message.Text);
        Stopped |= message.Stopped;
        Pace = message.Pace == ReleasePace.Unspecified ? Pace : message.Pace;
        Decision = message.Decision ?? Decision;
        return true;
    }

    /// <summary>Ends the reply and takes the rest.</summary>
    public async Task<Decision> EndAsync()
    {
        await SendAsync(new CheckOutputStreamRequest { End = new CheckOutputStreamEnd() });
        await CompleteAsync();
        return await RestAsync();
    }

    public async Task<Decision> RestAsync()
    {
        while (await ReadAsync())
        {
        }

        return Decision.ShouldNotBeNull();
    }

    public void Dispose() => _call.Dispose();
}
