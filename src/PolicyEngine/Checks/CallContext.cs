using AiDesk.Policy.Text;

namespace AiDesk.Policy.Checks;

/// <summary>What is known of a call besides its content. Texts are empty when unknown. The tenant is the snapshot's, never the caller's word.</summary>
public readonly record struct CallContext
{
    public CallContext()
    {
    }

    public string SessionId { get; init; } = "";

    public string ConversationId { get; init; } = "";

    public string RunId { get; init; } = "";

    public string UserId { get; init; } = "";

    public string Channel { get; init; } = "";

    public string ClientIp { get; init; } = "";

    public string Department { get; init; } = "";

    public Language Language { get; init; }

    public CallMode Mode { get; init; }

    /// <summary>The clock of the decision.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Attributes of the call that the policy declares and whose source was verified: name to canonical text. Null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
