using System.Collections.Immutable;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tools;

/// <summary>One tool of a policy (<c>tools:</c>), compiled.</summary>
public sealed record ToolDefinition
{
    public required string Name { get; init; }

    /// <summary>For the model; empty when the policy says nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>Autopilot level that it needs, 1 to 3. Level 3 is always approved by a person.</summary>
    public int Level { get; init; } = 1;

    public ToolModes Modes { get; init; } = ToolModes.Copilot | ToolModes.Autopilot;

    /// <summary>One of <see cref="ToolKind"/>; gives the default risk, and sector rules go by it.</summary>
    public ToolKind Kind { get; init; }

    /// <summary>The policy's own risk; <see cref="RiskLevel.None"/> takes the kind's default.</summary>
    public RiskLevel Risk { get; init; }

    public SideEffect SideEffect { get; init; }

    /// <summary>What a call costs unless the caller estimates it, one per unit.</summary>
    public ImmutableArray<Amount> Cost { get; init; } = [];

    /// <summary>JSON pointer to what the action is about; empty for none.</summary>
    public string Subject
    {
        get;
        init
        {
            field = value;
            SubjectPlace = value.Length > 0 ? ArgumentPlaces.Compile(value) : null;
        }
    } = "";

    /// <summary>JSON pointers to monetary values in the arguments.</summary>
    public ImmutableArray<string> Money
    {
        get;
        init
        {
            field = value;
            MoneyPlaces = [.. value.Select(ArgumentPlaces.Compile)];
        }
    } = [];

    /// <summary><see cref="Subject"/>, compiled; null when the tool has none.</summary>
    internal JsonPointer? SubjectPlace { get; private init; }

    /// <summary><see cref="Money"/>, compiled.</summary>
    internal ImmutableArray<JsonPointer> MoneyPlaces { get; private init; } = [];

    /// <summary>Compiled schema of the arguments.</summary>
    public ArgumentSchema Arguments { get; init; } = ArgumentSchema.Any;

    /// <summary>The schema as it was written, UTF-8 JSON: for ListTools.</summary>
    public ReadOnlyMemory<byte> ArgumentsJson { get; init; } = "{}"u8.ToArray();

    /// <summary>The only fields of the output that a model may see.</summary>
    public OutputField Output { get; init; } = OutputField.Nothing;

    /// <summary>The department that pays; empty takes the caller's.</summary>
    public string Department { get; init; } = "";

    /// <summary>
    /// The fact that a settled call records for its subject besides the tool's name: its kind, so that a rule about a <c>compliance_alert</c> holds
    /// whatever the tenant calls its tool. Empty for a tool without a kind.
    /// </summary>
    public string Fact => Kind == ToolKind.Unspecified ? "" : ToolKinds.NameOf(Kind);

    public bool Allows(CallMode mode) => mode switch
    {
        CallMode.Copilot => Modes.HasFlag(ToolModes.Copilot),
        CallMode.Autopilot => Modes.HasFlag(ToolModes.Autopilot),
        _ => false,
    };
}

[Flags]
public enum ToolModes : byte
{
    None = 0,
    Copilot = 1,
    Autopilot = 2,
}

public enum SideEffect : byte
{
    None,
    Internal,
    External,
}
