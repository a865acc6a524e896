using AiDesk.Client.Chat;
using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Client;

/// <summary>Puts models and tools of Microsoft.Extensions.AI under the policy.</summary>
public static class ChatPolicyExtensions
{
    /// <summary>
    /// The same model under the policy: input is checked before the model is asked, only tools that are allowed are offered, outputs of tools are filtered before the model
    /// sees them, its tool calls are checked before they are carried out, its replies before they leave, streamed ones as they are written. Put it directly around the model,
    /// inside of whatever calls the tools. Without a decision a call fails with a <see cref="PolicyException"/>. Images and other files are not judged.
    /// </summary>
    public static IChatClient WithPolicy(this IChatClient model, ChatPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(policy);
        return new PolicyChatClient(model, policy);
    }

    /// <summary>The same for one conversation.</summary>
    public static IChatClient WithPolicy(this IChatClient model, PolicyClient client, CallContext context)
        => model.WithPolicy(new ChatPolicy { Client = client, Context = () => context });

    /// <summary>
    /// The same tools under the policy: each call is checked (once, where <see cref="WithPolicy(IChatClient, ChatPolicy)"/> did so already), its token redeemed, the tool
    /// run with the canonical arguments, its output filtered, its reservation settled. A refused or held call tells the model so. Tools that cannot be invoked here stay as
    /// they are: whoever runs them guards them.
    /// </summary>
    public static IList<AITool> Guard(this IEnumerable<AITool> tools, ChatPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(policy);
        return [.. tools.Select(tool => tool is AIFunction function and not GuardedFunction ? new GuardedFunction(function, policy) : tool)];
    }

    /// <summary>One tool under the policy.</summary>
    public static AIFunction Guard(this AIFunction tool, ChatPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(policy);
        return tool as GuardedFunction ?? new GuardedFunction(tool, policy);
    }
}
