using AiDesk.Client.Calls;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>The output of every tool as the policy lets the model see it. What a guarded tool gave is filtered already.</summary>
internal static class ToolOutputs
{
    public static async Task<IReadOnlyList<ChatMessage>> FilterAsync(IReadOnlyList<ChatMessage> messages, Turn turn)
    {
        var calls = messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().GroupBy(call => call.CallId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var filtered = new List<ChatMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (!message.Contents.Any(content => content is FunctionResultContent))
            {
                filtered.Add(message);
                continue;
            }

            var contents = new List<AIContent>(message.Contents.Count);
            foreach (var content in message.Contents)
            {
                contents.Add(content is FunctionResultContent result ? await FilterAsync(result, calls.GetValueOrDefault(result.CallId), turn).ConfigureAwait(false) : content);
            }

            var seen = message.Clone();
            (seen.Contents, seen.RawRepresentation) = (contents, null);
            filtered.Add(seen);
        }

        return filtered;
    }

    private static async Task<AIContent> FilterAsync(FunctionResultContent result, FunctionCallContent? call, Turn turn)
    {
        var (output, error) = Read(result);
        if (turn.Client.Book.Filtered(turn.Context.RunId, output) is { } known)
        {
            return Seen(result, known);
        }

        var request = new FilterToolOutputRequest { Context = turn.Context, RequestId = Rpcs.NewId(), CallId = result.CallId, Tool = call?.Name ?? "" };
        if (error is null)
        {
            request.OutputJson = output;
        }
        else
        {
            request.Error = error;
        }

        // Of a tool that does not guard itself, this is the first that is heard of how its call went.
        if (call is not null && turn.Client.Book.Take(turn.Context.RunId, call.Name, ToolJson.OfArguments(call.Arguments)) is { } decided)
        {
            request.DecisionToken = decided.Check.DecisionToken;
            await turn.Client.SettleCallAsync(decided.Check, error is null ? Outcome.Done : Outcome.Failed, turn.Policy.OnUnsettled).ConfigureAwait(false);
        }

        var answer = await turn.Client.FilterToolOutputAsync(request, cancellationToken: turn.CancellationToken).ConfigureAwait(false);
        var seen = !answer.Decision.IsAllowed() ? Refusals.ForModel(answer.Decision ?? new Decision(), held: false, turn.Context.Locale).GetRawText()
            : error is null ? answer.SanitizedJson
            : ToolJson.OfOutput(answer.ErrorText).GetRawText();
        turn.Client.Book.KeepFiltered(turn.Context.RunId, output, seen);
        return Seen(result, seen);
    }

    private static (string Output, ToolError? Error) Read(FunctionResultContent result)
    {
        if (result.Exception is { } fault)
        {
            // The first is only what this failure is known by in the run, so that it is filtered once; the policy service judges the second, and the model sees neither.
            return (fault.ToString(), new ToolError { Type = fault.GetType().Name, Message = fault.Message, Detail = result.Result?.ToString() ?? "" });
        }

        try
        {
            return (ToolJson.OfOutput(result.Result).GetRawText(), null);
        }
        catch (ToolOutputException unwritten)
        {
            return (unwritten.Message, new ToolError { Type = nameof(ToolOutputException), Message = unwritten.Message });
        }
    }

    private static FunctionResultContent Seen(FunctionResultContent result, string json)
        => new(result.CallId, ToolJson.OfOutput(json)) { AdditionalProperties = result.AdditionalProperties };
}
