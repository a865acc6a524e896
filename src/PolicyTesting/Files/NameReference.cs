using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Testing.Files;

/// <summary>A name that stands for something else of the same file, with its place for when there is no such thing.</summary>
internal readonly record struct NameReference(string Name, PolicyNode Node);
