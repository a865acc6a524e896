namespace AiDesk.Policy.Policies.Documents;

/// <summary>A place in a document, from 1.</summary>
internal readonly record struct SourcePlace(string File, int Line, int Column);
