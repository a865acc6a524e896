namespace AiDesk.Policy.Risk;

/// <summary>How much harm an action can do. The numbers are those of the wire (checks.proto, <c>Risk</c>).</summary>
public enum RiskLevel : byte
{
    None = 0,
    Low = 1,
    Medium = 2,
    High = 3,
    Critical = 4,
}
