using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>CheckInput, with the text as the message, or as text that nobody vouches for.</summary>
/// <param name="author">Who wrote the message.</param>
/// <param name="untrusted">Where the text came from, when it is not a message.</param>
internal sealed class InputQuestion(MessageAuthor author, TextOrigin? untrusted) : IQuestion
{
    public string PositiveLabel => "injection";

    public async Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options)
    {
        var request = new CheckInputRequest { Context = subject.Context };
        if (untrusted is { } origin)
        {
            request.Untrusted.Add(new UntrustedText { Id = "text", Origin = origin, Text = subject.Text });
        }
        else
        {
            request.Message = new InputMessage { MessageId = Guid.CreateVersion7().ToString(), Text = subject.Text, Author = author };
        }

        var response = await client.CheckInputAsync(request, options).ConfigureAwait(false);
        var caught = response.Untrusted.Any(text => text.Cut) || response.Decision.IsDeniedFor(Reason.PromptInjection);
        return new Answer(response, response.Decision, caught, response.Reservation);
    }
}
