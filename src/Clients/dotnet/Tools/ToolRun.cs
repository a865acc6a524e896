using System.Text.Json;
using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>What a tool gave: its output, or how it failed. What cannot be written as JSON was done all the same: only the model sees it as a failure.</summary>
internal sealed record ToolRun(Outcome Outcome, string? Output, Exception? Fault)
{
    public static async Task<ToolRun> OfAsync(
        Func<JsonElement, CancellationToken, ValueTask<JsonElement>> run, string argumentsJson, CancellationToken cancellationToken)
    {
        JsonElement output;
        try
        {
            using var arguments = JsonDocument.Parse(argumentsJson);
            output = await run(arguments.RootElement.Clone(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            return new ToolRun(fault is ToolOutputException ? Outcome.Done : Outcome.Failed, Output: null, fault);
        }

        return new ToolRun(Outcome.Done, output.ValueKind == JsonValueKind.Undefined ? "null" : output.GetRawText(), Fault: null);
    }

    /// <summary>Puts it into the question about it; the service replaces a failure by a sentence.</summary>
    public void Tell(FilterToolOutputRequest request)
    {
        if (Output is { } output)
        {
            request.OutputJson = output;
        }
        else
        {
            request.Error = new ToolError { Type = Fault!.GetType().Name, Message = Fault.Message, Detail = Fault.StackTrace ?? "" };
        }
    }
}

/// <summary>The tool was done, but what it gave is no JSON.</summary>
internal sealed class ToolOutputException(Exception cause) : Exception($"The output cannot be written as JSON: {cause.Message}", cause);
