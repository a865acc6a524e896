using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>A stream of checks over real gRPC, message by message.</summary>
internal sealed class CheckStreamCall : IDisposable
{
    private readonly AsyncDuplexStreamingCall<CheckStreamRequest, CheckStreamResponse> _call;

    private CheckStreamCall(AsyncDuplexStreamingCall<CheckStreamRequest, CheckStreamResponse> call) => _call = call;

    public static CheckStreamCall Open(RunningService service, CallOptions? options = null, string tenant = RunningService.Tenant) =>
        new(service.Client.CheckStream(options ?? new CallOptions(service.Token(tenant: tenant))));

    /// <summary>A harmless message of a session of its own.</summary>
    /// <param name="id">The correlation id.</param>
    /// <param name="request">The request id.</param>
    /// <param name="text">What is said.</param>
    public static CheckStreamRequest Input(string id, string request = "", string text = "Where is my order?")
    {
        var own = Guid.NewGuid().ToString();
        return new CheckStreamRequest
        {
            CorrelationId = id,
            CheckInput = new CheckInputRequest
            {
                Context = RunningService.Context(session: own, run: ""), RequestId = request, Message = new InputMessage { MessageId = own, Text = text, Author = MessageAuthor.Customer },
            },
        };
    }

    public Task SendAsync(CheckStreamRequest request) => _call.RequestStream.WriteAsync(request);

    public async Task SendAsync(IEnumerable<CheckStreamRequest> requests)
    {
        foreach (var request in requests)
        {
            await SendAsync(request);
        }
    }

    public Task CompleteAsync() => _call.RequestStream.CompleteAsync();

    /// <summary>The next answer; null at the end.</summary>
    public async Task<CheckStreamResponse?> ReadAsync() => await _call.ResponseStream.MoveNext(CancellationToken.None) ? _call.ResponseStream.Current : null;

    /// <summary>So many answers.</summary>
    public async Task<List<CheckStreamResponse>> ReadAsync(int count)
    {
        var answers = new List<CheckStreamResponse>(count);
        while (answers.Count < count)
        {
            answers.Add((await ReadAsync()).ShouldNotBeNull());
        }

        return answers;
    }

    /// <summary>Closes the caller's side and takes the rest.</summary>
    public async Task<List<CheckStreamResponse>> EndAsync()
    {
        await CompleteAsync();
        return await RestAsync();
    }

    public async Task<List<CheckStreamResponse>> RestAsync()
    {
        var answers = new List<CheckStreamResponse>();
        while (await ReadAsync() is { } answer)
        {
            answers.Add(answer);
        }

        return answers;
    }

    public void Dispose() => _call.Dispose();
}
