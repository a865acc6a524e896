using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Service.Observability;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Part = AiDesk.Policy.V1.CheckOutputStreamRequest.PartOneofCase;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>CheckOutputStream: one message after the other, each judged before the next is read, so that a caller that does not read is not read from either.</summary>
internal sealed class CheckOutputStreamHandler(
    CheckPipeline pipeline, ReplyDecision decision, EvaluationPool pool, TimeProvider time, IHostApplicationLifetime lifetime, PolicyServiceOptions options, ILogger<CheckOutputStreamHandler> log)
{
    public async Task RunAsync(
        Caller caller, IAsyncStreamReader<Wire.CheckOutputStreamRequest> requests, IServerStreamWriter<Wire.CheckOutputStreamResponse> responses, CancellationToken cancellationToken)
    {
        using var life = new StreamLife(caller.Principal, time, lifetime, options, cancellationToken);
        StreamedReply? reply = null;
        try
        {
            if (!await ReadAsync(requests, life) || requests.Current.PartCase != Part.Open)
            {
                throw RpcErrors.Required("open");
            }

            reply = new StreamedReply(caller, requests.Current.Open, pipeline, decision, pool);
            await WriteAsync(responses, new Wire.CheckOutputStreamResponse { Pace = reply.Pace }, life);
            await FollowAsync(reply, requests, responses, life);
        }
        catch (Exception fault)
        {
            await BreakAsync(reply);
            if (fault is OperationCanceledException && life.Fault is { } cause)
            {
                throw cause;
            }

            throw;
        }
    }

    private static async Task FollowAsync(
        StreamedReply reply, IAsyncStreamReader<Wire.CheckOutputStreamRequest> requests, IServerStreamWriter<Wire.CheckOutputStreamResponse> responses, StreamLife life)
    {
        var stopped = false;
        while (true)
        {
            if (!await ReadAsync(requests, life))
            {
                throw RpcErrors.Required("end");
            }

            switch (requests.Current.PartCase)
            {
                case Part.Text:
                    var text = await reply.AppendAsync(requests.Current.Text, life.Token);
                    if (text.Length > 0 || reply.Stopped != stopped)
                    {
                        stopped = reply.Stopped;
                        await WriteTextAsync(responses, text, stopped, life);
                    }

                    break;
                case Part.End:
                    if (await ReadAsync(requests, life))
                    {
                        throw RpcErrors.Invalid(NameOf(requests.Current.PartCase), "came after end");
                    }

                    var (made, rest) = await reply.EndAsync(life.Token);
                    await WriteTextAsync(responses, rest, stopped, life);
                    await WriteAsync(responses, new Wire.CheckOutputStreamResponse { Stopped = stopped, Decision = made }, life);
                    return;
                case Part.Open:
                    throw RpcErrors.Invalid("open", "came a second time");
                default:
                    throw RpcErrors.Required("part");
            }
        }
    }

    private static async ValueTask<bool> ReadAsync(IAsyncStreamReader<Wire.CheckOutputStreamRequest> requests, StreamLife life)
    {
        life.Await();
        var found = await requests.MoveNext(life.Token);
        life.Work();
        return found;
    }

    /// <summary>In as many messages as it takes.</summary>
    private static async ValueTask WriteTextAsync(IServerStreamWriter<Wire.CheckOutputStreamResponse> responses, string text, bool stopped, StreamLife life)
    {
        var from = 0;
        do
        {
            var length = Math.Min(StreamLimits.MaxChunk, text.Length - from);
            length -= length > 0 && from + length < text.Length && char.IsHighSurrogate(text[from + length - 1]) ? 1 : 0;
            if (length > 0 || stopped)
            {
                await WriteAsync(responses, new Wire.CheckOutputStreamResponse { Text = text.Substring(from, length), Stopped = stopped }, life);
            }

            from += length;
        }
        while (from < text.Length);
    }

    private static async ValueTask WriteAsync(IServerStreamWriter<Wire.CheckOutputStreamResponse> responses, Wire.CheckOutputStreamResponse response, StreamLife life)
    {
        life.Await();
        await responses.WriteAsync(response, life.Token).WaitAsync(life.Token);
        life.Work();
    }

    /// <summary>What went wrong goes on, whatever becomes of the record.</summary>
    private async ValueTask BreakAsync(StreamedReply? reply)
    {
        try
        {
            if (reply is not null)
            {
                await reply.BreakAsync();
            }
        }
        catch (Exception fault)
        {
            log.BrokenStreamNotDecided(FaultText.Of(fault));
        }
    }

    private static string NameOf(Part part) => part switch { Part.Open => "open", Part.Text => "text", Part.End => "end", _ => "part" };
}
