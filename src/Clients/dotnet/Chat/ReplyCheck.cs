using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>A whole answer of the model, as much of it as may go on.</summary>
internal sealed class ReplyCheck(Turn turn, IList<AITool>? tools)
{
    private Decision? _refusal;
    private int _callsGiven;

    public async Task<ChatResponse> CheckAsync(ChatResponse answer)
    {
        var text = string.Concat(answer.Messages.SelectMany(message => message.Contents).OfType<TextContent>().Select(content => content.Text));
        var (sendable, decision) = await turn.CheckTextAsync(text).ConfigureAwait(false);
        if (sendable is null)
        {
            return Refused(answer, decision!);
        }

        var ran = answer.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var redacted = sendable == text ? null : sendable;
        var messages = new List<ChatMessage>();
        foreach (var message in answer.Messages)
        {
            var contents = new List<AIContent>();
            foreach (var content in message.Contents)
            {
                if (content is TextContent && redacted is not null)
                {
                    // All of it stands where its first part stood.
                    if (redacted.Length > 0)
                    {
                        contents.Add(new TextContent(redacted));
                        redacted = "";
                    }
                }
                else if (await PassAsync(content, ran).ConfigureAwait(false) is { } passed)
                {
                    contents.Add(passed);
                }
            }

            if (contents.Count > 0 || message.Contents.Count == 0)
            {
                var shown = message.Clone();
                (shown.Contents, shown.RawRepresentation) = (contents, null);
                messages.Add(shown);
            }
        }

        if (_refusal is { } refusal && _callsGiven == 0)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, Refusals.ForPerson(refusal, turn.Context.Locale)));
        }

        return Shown(answer, messages, _refusal ?? decision, _refusal is not null && _callsGiven == 0);
    }

    /// <summary>What of one content that is no text of the reply may go on; null for nothing.</summary>
    /// <param name="content">What the model gave.</param>
    /// <param name="ran">Calls that have run already, by whoever ran them: those are reports.</param>
    public async ValueTask<AIContent?> PassAsync(AIContent content, IReadOnlySet<string> ran)
    {
        switch (content)
        {
            case TextReasoningContent { Text.Length: > 0 } reasoning:
                // Redacted reasoning would not be what its signature signs: it goes as it is, or not at all.
                return (await turn.CheckTextAsync(reasoning.Text).ConfigureAwait(false)).Text == reasoning.Text ? content : null;
            case FunctionCallContent { InformationalOnly: false } call when !ran.Contains(call.CallId):
                return await PassAsync(call).ConfigureAwait(false);
            default:
                return content;
        }
    }

    /// <summary>The decision that ended the answer, where one did; null when calls or text are left.</summary>
    public Decision? Refusal => _callsGiven == 0 ? _refusal : null;

    /// <summary>
    /// A tool call as it may go on, with the arguments in canonical form. One that is held becomes a request for approval. A refused call of a guarded tool goes on: the tool
    /// knows the answer, does not run, and tells the model so.
    /// </summary>
    private async Task<AIContent?> PassAsync(FunctionCallContent call)
    {
        var known = await turn.CheckCallAsync(call.CallId, call.Name, ToolJson.OfArguments(call.Arguments)).ConfigureAwait(false);
        var decision = known.Check.Decision ?? new Decision();
        var tool = tools?.OfType<AIFunctionDeclaration>().FirstOrDefault(offered => offered.Name == call.Name);
        if (decision.IsHeld() && tool is AIFunction)
        {
            _callsGiven++;
            turn.Client.Book.Keep(turn.Context.RunId, known);
            return new ToolApprovalRequestContent(Approvals.RequestId(decision), Call(known));
        }

        if (!decision.IsAllowed() && tool?.GetService<GuardedFunction>() is null)
        {
            _refusal ??= decision;
            return null;
        }

        _callsGiven++;
        turn.Client.Book.Keep(turn.Context.RunId, known);
        return Call(known, call.AdditionalProperties);
    }

    private static FunctionCallContent Call(KnownCall known, AdditionalPropertiesDictionary? properties = null)
        => new(known.CallId, known.Tool, ToolJson.ToArguments(known.ArgumentsJson)) { AdditionalProperties = properties };

    private ChatResponse Refused(ChatResponse answer, Decision decision)
        => Shown(answer, [new ChatMessage(ChatRole.Assistant, Refusals.ForPerson(decision, turn.Context.Locale))], decision, filtered: true);

    /// <summary>The answer without the provider's own form of it, which has everything as it was.</summary>
    private ChatResponse Shown(ChatResponse answer, IList<ChatMessage> messages, Decision? decision, bool filtered) => new(messages)
    {
        ResponseId = answer.ResponseId,
        ConversationId = answer.ConversationId,
        ModelId = answer.ModelId,
        CreatedAt = answer.CreatedAt,
        FinishReason = filtered ? ChatFinishReason.ContentFilter : answer.FinishReason,
        Usage = answer.Usage,
        AdditionalProperties = turn.Told(answer.AdditionalProperties, decision),
    };
}
