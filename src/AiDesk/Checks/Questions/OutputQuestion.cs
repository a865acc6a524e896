using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>CheckOutput, with the text as the reply.</summary>
internal sealed class OutputQuestion(ReplyAuthor author) : IQuestion
{
    public string PositiveLabel => "leak";

    public async Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options)
    {
        var request = new CheckOutputRequest { Context = subject.Context, Text = subject.Text, Author = author };
        var response = await client.CheckOutputAsync(request, options).ConfigureAwait(false);
        var caught = response.RedactedText.Length > 0 || response.Decision.IsDeniedFor(Reason.Leak);
        return new Answer(response, response.Decision, caught);
    }
}
