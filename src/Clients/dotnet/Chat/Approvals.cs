using System.Text.Json;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>
/// What people said about held calls, taken out of the messages. Their word is passed on to the service under their own token; what may run, and with which arguments, is the
/// service's answer. A call that may run is run here.
/// </summary>
internal sealed class Approvals
{
    /// <summary>In front of a decision's id: requests of others, as of ApprovalRequiredAIFunction, are theirs.</summary>
    private const string Prefix = "aidesk:";
    private const int LongestNote = 2000;

    private readonly Turn _turn;
    private readonly IList<AITool> _tools;

    private Approvals(Turn turn, IList<AITool>? tools, IReadOnlyList<ChatMessage> asked)
    {
        _turn = turn;
        _tools = tools ?? [];
        Asked = asked;
    }

    /// <summary>The caller's messages as they were.</summary>
    public IReadOnlyList<ChatMessage> Asked { get; }

    /// <summary>The messages with calls and their results where approvals stood.</summary>
    public List<ChatMessage> Messages { get; } = [];

    /// <summary>Calls and results of this turn: part of the answer, so that they are part of the conversation.</summary>
    public List<ChatMessage> Executed { get; } = [];

    /// <summary>Requests that are still open: the model is not asked before they are answered.</summary>
    public List<ToolApprovalRequestContent> Pending { get; } = [];

    public static string RequestId(Decision decision) => Prefix + decision.DecisionId;

    public static async Task<Approvals> ResolveAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, Turn turn)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var approvals = new Approvals(turn, options?.Tools, [.. messages]);
        for (var index = 0; index < approvals.Asked.Count; index++)
        {
            await approvals.ReadAsync(index).ConfigureAwait(false);
        }

        return approvals;
    }

    /// <summary>What was done, and what still waits, without a word of the model.</summary>
    public ChatResponse ToResponse()
        => new([.. Executed, .. Pending.Count > 0 ? [new ChatMessage(ChatRole.Assistant, [.. Pending])] : Array.Empty<ChatMessage>()]);

    private async Task ReadAsync(int index)
    {
        var message = Asked[index];
        if (!message.Contents.Any(IsOurs))
        {
            Messages.Add(message);
            return;
        }

        foreach (var response in message.Contents.OfType<ToolApprovalResponseContent>().Where(IsOurs))
        {
            if (response.ToolCall is FunctionCallContent call && !WasDone(call.CallId, index))
            {
                await ResolveAsync(response, call).ConfigureAwait(false);
            }
        }

        var rest = message.Clone();
        rest.Contents = [.. message.Contents.Where(content => !IsOurs(content))];
        if (rest.Contents.Count > 0)
        {
            Messages.Add(rest);
        }
    }

    private async Task ResolveAsync(ToolApprovalResponseContent response, FunctionCallContent call)
    {
        var decisionId = response.RequestId[Prefix.Length..];

        // Where this process held the call itself, it knows better than the caller which one it was. Elsewhere the service says so when the token is redeemed.
        var held = _turn.Client.Book.Held(_turn.Context.RunId, decisionId);
        var (callId, tool) = held is null ? (call.CallId, call.Name) : (held.CallId, held.Tool);
        var asked = new FunctionCallContent(callId, tool, held is null ? call.Arguments : ToolJson.ToArguments(held.ArgumentsJson));
        var token = _turn.Policy.ApproverToken is { } approver ? await approver(response, _turn.CancellationToken).ConfigureAwait(false) : null;
        if (token is null)
        {
            Pending.Add(new ToolApprovalRequestContent(response.RequestId, asked));
            return;
        }

        var request = new ResolveApprovalRequest
        {
            DecisionId = decisionId,
            Approval = response.Approved ? ApprovalDecision.Approve : ApprovalDecision.Reject,
            Note = response.Reason is { } reason ? reason[..Math.Min(reason.Length, LongestNote)] : "",
        };
        var answer = await _turn.Client.WithToken(token).ResolveApprovalAsync(request, cancellationToken: _turn.CancellationToken).ConfigureAwait(false);
        if (answer.State == ApprovalState.Pending)
        {
            Pending.Add(new ToolApprovalRequestContent(response.RequestId, asked));
            return;
        }

        var known = new KnownCall(callId, tool, answer.CanonicalArgumentsJson, CheckedCall.Of(answer, decisionId));
        var isApproved = answer.State == ApprovalState.Approved && answer.DecisionToken.Length > 0;
        Add(asked, known, isApproved ? await RunAsync(known).ConfigureAwait(false) : Refusals.ForModel(answer.Decision ?? new Decision(), held: false, _turn.Context.Locale));
    }

    private async Task<JsonElement> RunAsync(KnownCall known)
    {
        if (_tools.OfType<AIFunction>().FirstOrDefault(tool => tool.Name == known.Tool) is { } function)
        {
            return await GuardedFunction.RunAsync(function.GetService<GuardedFunction>()?.Inner ?? function, known, _turn).ConfigureAwait(false);
        }

        await _turn.Client.SettleCallAsync(known.Check, Outcome.NotTried, _turn.Policy.OnUnsettled).ConfigureAwait(false);
        throw new InvalidOperationException($"The approved call of {known.Tool} cannot run: give ChatOptions.Tools the function of that name.");
    }

    private void Add(FunctionCallContent asked, KnownCall known, JsonElement seen)
    {
        var call = known.ArgumentsJson.Length > 0 ? new FunctionCallContent(known.CallId, known.Tool, ToolJson.ToArguments(known.ArgumentsJson)) : asked;
        _turn.Client.Book.KeepFiltered(_turn.Context.RunId, ToolJson.OfOutput(seen).GetRawText(), seen.GetRawText());
        ChatMessage[] done = [new(ChatRole.Assistant, [call]), new(ChatRole.Tool, [new FunctionResultContent(known.CallId, seen)])];
        Messages.AddRange(done);
        Executed.AddRange(done);
    }

    /// <summary>A result behind the approval says that it was carried out in an earlier turn.</summary>
    private bool WasDone(string callId, int index)
        => Asked.Skip(index + 1).SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any(result => result.CallId == callId);

    private static bool IsOurs(AIContent content)
        => content is ToolApprovalRequestContent { RequestId: var asked } && asked.StartsWith(Prefix, StringComparison.Ordinal)
            || content is ToolApprovalResponseContent { RequestId: var answered } && answered.StartsWith(Prefix, StringComparison.Ordinal);
}
