using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>CheckToolCall, with the text as the call's arguments.</summary>
internal sealed class ToolCallQuestion(string tool, Risk declaredRisk, string subjectOfCall) : IQuestion
{
    public string? PositiveLabel => null;

    public async Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options)
    {
        var request = new CheckToolCallRequest
        {
            Context = subject.Context,
            CallId = Guid.CreateVersion7().ToString(),
            Tool = subject.Tool ?? tool,
            ArgumentsJson = subject.Text,
            DeclaredRisk = declaredRisk,
            Subject = subjectOfCall,
        };
        var response = await client.CheckToolCallAsync(request, options).ConfigureAwait(false);
        return new Answer(response, response.Decision, response.Decision.Verdict > Verdict.AllowPostReview, response.Reservation);
    }
}
