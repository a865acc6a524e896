using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Checks;

/// <summary>The question of CheckToolCall.</summary>
public readonly record struct ToolCallCheck
{
    public ToolCallCheck()
    {
    }

    public CallContext Context { get; init; } = new();

    public string CallId { get; init; } = "";

    public string Tool { get; init; } = "";

    /// <summary>The arguments as UTF-8 JSON; empty is taken as an empty object.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>Raises the policy's risk, never lowers it.</summary>
    public RiskLevel DeclaredRisk { get; init; }

    /// <summary>What the call may cost; a unit that is absent takes the tool's cost in the policy.</summary>
    public ReadOnlyMemory<Amount> EstimatedCost { get; init; }

    /// <summary>What the action is about; empty takes the tool's subject pointer.</summary>
    public string Subject { get; init; } = "";
}
