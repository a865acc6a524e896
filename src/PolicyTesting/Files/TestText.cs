using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Testing.Files;

/// <summary>A text as a test writes it: itself, or <c>$name</c> for one of <c>texts</c>.</summary>
/// <param name="Literal">The text; empty with a <paramref name="Reference"/>.</param>
/// <param name="Reference">Name among the file's texts; empty for none.</param>
/// <param name="Node">Where it is written.</param>
internal sealed record TestText(string Literal, string Reference, PolicyNode Node);
