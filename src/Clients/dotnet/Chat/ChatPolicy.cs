using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client;

/// <summary>How a model and its tools are put under the policy. Give both the same.</summary>
public sealed record ChatPolicy
{
    public required PolicyClient Client { get; init; }

    /// <summary>
    /// Session, run and mode of the conversation at hand, all three required: asked at each call, so that one model serves many conversations. All calls of one answer
    /// to a customer, tools included, need the same <c>run_id</c>.
    /// </summary>
    public required Func<CallContext> Context { get; init; }

    /// <summary>Id of the customer's message that a call answers; by default <see cref="ChatMessage.MessageId"/>, else one that is made for the message object.</summary>
    public Func<ChatMessage, string>? MessageId { get; init; }

    /// <summary>
    /// The token of the person who gave this approval or rejection, role <c>approver</c> or <c>admin</c>; null when nobody vouches for it, and the call goes on waiting. The
    /// response itself is never believed: the service is told that person's word on the decision's id, and says what may run, and with which arguments.
    /// </summary>
    public Func<ToolApprovalResponseContent, CancellationToken, ValueTask<string?>>? ApproverToken { get; init; }

    /// <summary>Told of every tool call that waits for a person.</summary>
    public Action<HeldCall>? OnHeld { get; init; }

    /// <summary>Told when a reservation could not be settled; it then lapses by itself.</summary>
    public Action<Exception>? OnUnsettled { get; init; }

    /// <summary>A refused input throws <see cref="PolicyRefusedException"/>; by default it is answered with the policy's sentence.</summary>
    public bool ThrowWhenInputIsRefused { get; init; }

    /// <summary>The context, with a clear error where it lacks what every call needs.</summary>
    internal CallContext Current()
    {
        var context = Context() ?? throw new InvalidOperationException("ChatPolicy.Context gave no context.");
        var missing = context.SessionId.Length == 0 ? "session_id" : context.RunId.Length == 0 ? "run_id" : context.Mode == Mode.Unspecified ? "mode" : null;
        return missing is null
            ? context
            : throw new InvalidOperationException($"The policy context lacks {missing}: tools and replies are judged in a session and a run.");
    }
}

/// <summary>A tool call that waits for a person; ResolveApproval takes the decision's id.</summary>
public sealed record HeldCall(Decision Decision, string CallId, string Tool, string ArgumentsJson);
