using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.CommandLine.Checks.Questions;

/// <summary>FilterToolOutput, with the text as the raw output, or as the message of the error that the tool ended in.</summary>
internal sealed class ToolOutputQuestion(string tool, bool isError) : IQuestion
{
    public string? PositiveLabel => null;

    public async Task<Answer> AskAsync(PolicyService.PolicyServiceClient client, Subject subject, CallOptions options)
    {
        var request = new FilterToolOutputRequest
        {
            Context = subject.Context,
            CallId = Guid.CreateVersion7().ToString(),
            Tool = subject.Tool ?? tool,
        };
        if (isError)
        {
            request.Error = new ToolError { Type = "ToolError", Message = subject.Text };
        }
        else
        {
            request.OutputJson = subject.Text;
        }

        var response = await client.FilterToolOutputAsync(request, options).ConfigureAwait(false);
        return new Answer(response, response.Decision, response.Decision.Findings.Any(finding => finding.Reason == Reason.PromptInjection));
    }
}
