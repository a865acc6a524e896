using AiDesk.Policy.V1;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Graph.Prompting;

/// <summary>A prompt before policy has seen it.</summary>
internal sealed record Prompt
{
    /// <summary>Who asks.</summary>
    public required string Node { get; init; }

    /// <summary>Our own words: the task.</summary>
    public required string Task { get; init; }

    /// <summary>Everything that somebody else wrote, but for the customer's message; at most 64.</summary>
    public required IReadOnlyList<UntrustedText> Untrusted { get; init; }

    /// <summary>The rest of the prompt, from the untrusted texts as policy gave them back, by id. A text that it did not give back is not in the prompt.</summary>
    public required Func<IReadOnlyDictionary<string, string>, IEnumerable<ChatMessage>> Rest { get; init; }

    public IReadOnlyList<AITool> Tools { get; init; } = [];

    /// <summary>The security rules stand first, always.</summary>
    public IReadOnlyList<ChatMessage> Compose(string securityRules, IReadOnlyDictionary<string, string> cleaned) =>
        [new ChatMessage(ChatRole.System, securityRules + "\n\n" + Task), .. Rest(cleaned)];
}
