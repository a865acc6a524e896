using Grpc.Core;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>
/// Writes the answers of a stream, one at a time, from whichever thread has one. They leave in batches: what the reader answers in one go is sent when it waits, what others bring when a thread is
/// free. While the caller does not take what was written, writing waits, and with it whoever has an answer.
/// </summary>
/// <param name="responses">The stream's.</param>
/// <param name="call">Cancelled when nobody is there to read.</param>
internal sealed class AnswerWriter(IServerStreamWriter<Wire.CheckStreamResponse> responses, CancellationToken call) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask WriteAsync(Wire.CheckStreamResponse response)
    {
        await _turn.WaitAsync(call);
        try
        {
            await WriteOrSayWhyNotAsync(response);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private Task WriteOrSayWhyNotAsync(Wire.CheckStreamResponse response)
    {
        try
        {
            return responses.WriteAsync(response, call);
        }
        catch (RpcException tooLarge) when (tooLarge.StatusCode == StatusCode.ResourceExhausted)
        {
            // Nothing of it was written, and its RPC would have ended so.
            return responses.WriteAsync(CheckErrors.Answer(response.CorrelationId, tooLarge), call);
        }
    }
}
