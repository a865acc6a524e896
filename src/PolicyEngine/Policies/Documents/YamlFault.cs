namespace AiDesk.Policy.Policies.Documents;

/// <summary>Ends the reading of a document at its first structural fault; never leaves <see cref="YamlDocument"/>.</summary>
internal sealed class YamlFault(SourcePlace place, string problem) : Exception(problem)
{
    public SourcePlace Place { get; } = place;
}
