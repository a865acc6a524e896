namespace AiDesk.Policy.Service.Security;

/// <summary>What a decision token stands for: this call, with these arguments, until then, once.</summary>
internal sealed record DecisionGrant
{
    public required string Tenant { get; init; }

    public required Guid DecisionId { get; init; }

    public required string RunId { get; init; }

    public required string CallId { get; init; }

    public required string Tool { get; init; }

    /// <summary>SHA-256 of the canonical arguments (RFC 8785), 32 bytes.</summary>
    public required ReadOnlyMemory<byte> ArgumentsHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Redeemed once per nonce: tokens given anew for one approved call share it.</summary>
    public required Guid Nonce { get; init; }

    /// <summary>What the action is about; empty when the policy does not say. With <see cref="Fact"/>, what is recorded once the work is settled as done.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The fact that the work establishes for <see cref="Subject"/>; empty for none.</summary>
    public string Fact { get; init; } = "";
}
