namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <param name="Name">Of the way of writing, as the table shows it.</param>
/// <param name="Write">Writes a plain text that way.</param>
public sealed record Evasion(string Name, Func<string, string> Write)
{
    /// <summary>The way itself says that something is hidden: a harmless text written so is flagged too, and is meant to be.</summary>
    public bool IsEvidence { get; init; }

    public override string ToString() => Name;
}
