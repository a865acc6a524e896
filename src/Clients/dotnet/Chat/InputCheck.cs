using System.Runtime.CompilerServices;
using AiDesk.Client.Calls;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>Checks the input and makes of messages and options what the model may be asked.</summary>
internal static class InputCheck
{
    /// <summary>One id for one message object: when a call that failed is repeated, the customer has not said it twice.</summary>
    private static readonly ConditionalWeakTable<ChatMessage, string> MessageIds = [];

    public static async Task<Question> AskAsync(Approvals approvals, ChatOptions? options, IChatClient model, Turn turn)
    {
        var request = new CheckInputRequest
        {
            Context = turn.Context,
            RequestId = Rpcs.NewId(),
            Model = options?.ModelId ?? model.GetService<ChatClientMetadata>()?.DefaultModelId ?? "",
            EstimatedOutputTokens = options?.MaxOutputTokens ?? 0,
            Message = MessageOf(approvals.Asked, turn.Policy),
        };
        var check = await turn.Client.CheckInputAsync(request, cancellationToken: turn.CancellationToken).ConfigureAwait(false);
        if (!check.Decision.IsAllowed())
        {
            return new Question(turn, check, [], options);
        }

        var messages = await ToolOutputs.FilterAsync(approvals.Messages, turn).ConfigureAwait(false);
        return WithRules(new Question(turn, check, messages, await OfferAsync(options, turn).ConfigureAwait(false)), check.SecurityRules?.Text ?? "");
    }

    /// <summary>What the customer says in this call: all that stands behind the last word of the model or a tool; null in the later steps of a run.</summary>
    private static InputMessage? MessageOf(IReadOnlyList<ChatMessage> asked, ChatPolicy policy)
    {
        var said = asked.Reverse().TakeWhile(message => message.Role == ChatRole.User).Reverse().ToList();
        var texts = said.SelectMany(message => message.Contents).OfType<TextContent>().Select(content => content.Text).ToList();
        if (texts.Count == 0)
        {
            return null;
        }

        var last = said[^1];
        var id = policy.MessageId?.Invoke(last) ?? last.MessageId ?? MessageIds.GetValue(last, static _ => Rpcs.NewId());
        return new InputMessage { MessageId = id, Text = string.Join('\n', texts), Author = MessageAuthor.Customer };
    }

    /// <summary>The options with those of the tools that this tenant may use in this mode.</summary>
    private static async Task<ChatOptions?> OfferAsync(ChatOptions? options, Turn turn)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        var listed = await turn.Client.ListToolsAsync(new ListToolsRequest { Mode = turn.Context.Mode }, cancellationToken: turn.CancellationToken).ConfigureAwait(false);
        var allowed = listed.Tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        var offered = options.Clone();
        offered.Tools = [.. tools.Where(tool => allowed.Contains(tool.Name))];
        if (offered.Tools.Count == 0)
        {
            (offered.Tools, offered.ToolMode) = (null, null);
        }
        else if (offered.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } required } && !allowed.Contains(required))
        {
            offered.ToolMode = ChatToolMode.Auto;
        }

        return offered;
    }

    /// <summary>The policy's rules go before everything else that the model reads; where there are instructions, these are read first.</summary>
    private static Question WithRules(Question question, string rules)
    {
        if (rules.Length == 0)
        {
            return question;
        }

        if (question.Options is { Instructions.Length: > 0 } options)
        {
            var ruled = options.Clone();
            ruled.Instructions = $"{rules}\n\n{options.Instructions}";
            return question with { Options = ruled };
        }

        return question with { Messages = [new ChatMessage(ChatRole.System, rules), .. question.Messages] };
    }
}
