using System.Text;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>CheckOutputStream, with the text as a reply that comes in small chunks; the answer is its last message, with all that was released as its text.</summary>
internal sealed class StreamedOutputQuestion(ReplyAuthor author) : IQuestion
{
    /// <summary>UTF-16 units of a chunk, about what a model writes at a time.</summary>
    private const int Chunk = 24;

    public string PositiveLabel => "leak";

    public async Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options)
    {
        using var call = client.CheckOutputStream(options);
        var sending = SendAsync(call.RequestStream, subject);
        var all = new CheckOutputStreamResponse();
        var released = new StringBuilder();
        await foreach (var message in call.ResponseStream.ReadAllAsync(options.CancellationToken).ConfigureAwait(false))
        {
            released.Append(message.Text);
            all.MergeFrom(message);
        }

        await sending.ConfigureAwait(false);
        all.Text = released.ToString();
        return new Answer(all, all.Decision, all.Decision.IsDeniedFor(Reason.Leak) || all.Decision.Obligations.Contains(Obligation.Redact));
    }

    private async Task SendAsync(IClientStreamWriter<CheckOutputStreamRequest> requests, Subject subject)
    {
        try
        {
            await requests.WriteAsync(new CheckOutputStreamRequest { Open = new CheckOutputStreamOpen { Context = subject.Context, Author = author } }).ConfigureAwait(false);
            for (var at = 0; at < subject.Text.Length;)
            {
                var end = Math.Min(at + Chunk, subject.Text.Length);
                end += end < subject.Text.Length && char.IsHighSurrogate(subject.Text[end - 1]) ? 1 : 0;
                await requests.WriteAsync(new CheckOutputStreamRequest { Text = subject.Text[at..end] }).ConfigureAwait(false);
                at = end;
            }

            await requests.WriteAsync(new CheckOutputStreamRequest { End = new CheckOutputStreamEnd() }).ConfigureAwait(false);
            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException)
        {
            // The service has ended the call: its answer says why.
        }
    }
}
