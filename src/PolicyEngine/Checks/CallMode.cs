namespace AiDesk.Policy.Checks;

/// <summary>Who acts. The numbers are those of the wire (checks.proto, <c>Mode</c>).</summary>
public enum CallMode : byte
{
    None = 0,
    Copilot = 1,
    Autopilot = 2,
}
