using System.Runtime.CompilerServices;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>A model under the policy.</summary>
internal sealed class PolicyChatClient(IChatClient model, ChatPolicy policy) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var turn = new Turn(policy, policy.Current(), cancellationToken);
        var approvals = await Approvals.ResolveAsync(messages, options, turn).ConfigureAwait(false);
        if (approvals.Pending.Count > 0)
        {
            return approvals.ToResponse();
        }

        var question = await InputCheck.AskAsync(approvals, options, InnerClient, turn).ConfigureAwait(false);
        if (question.Refusal is { } refusal)
        {
            return Refused(refusal, turn);
        }

        ChatResponse answer;
        try
        {
            answer = await base.GetResponseAsync(question.Messages, question.Options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await question.SettleAsync(usage: null, answered: false).ConfigureAwait(false);
            throw;
        }

        await question.SettleAsync(answer.Usage, answered: true).ConfigureAwait(false);
        var response = await new ReplyCheck(turn, question.Options?.Tools).CheckAsync(answer).ConfigureAwait(false);
        if (approvals.Executed.Count > 0)
        {
            response.Messages = [.. approvals.Executed, .. response.Messages];
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = new Turn(policy, policy.Current(), cancellationToken);
        var approvals = await Approvals.ResolveAsync(messages, options, turn).ConfigureAwait(false);
        foreach (var update in approvals.ToResponse().ToChatResponseUpdates())
        {
            yield return update;
        }

        if (approvals.Pending.Count > 0)
        {
            yield break;
        }

        var question = await InputCheck.AskAsync(approvals, options, InnerClient, turn).ConfigureAwait(false);
        if (question.Refusal is { } refusal)
        {
            foreach (var update in Refused(refusal, turn).ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        await using var check = new StreamCheck(turn, question);
        await foreach (var update in check.RunAsync(token => base.GetStreamingResponseAsync(question.Messages, question.Options, token)).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private ChatResponse Refused(Decision decision, Turn turn)
    {
        if (policy.ThrowWhenInputIsRefused)
        {
            throw new PolicyRefusedException("The input", decision);
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Refusals.ForPerson(decision, turn.Context.Locale)))
        {
            FinishReason = ChatFinishReason.ContentFilter,
            AdditionalProperties = turn.Told(properties: null, decision),
        };
    }
}
