namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>A schema with a URI of its own (<c>$id</c>); the document is one even without.</summary>
/// <param name="Base">What references in it are relative to.</param>
/// <param name="Root">Its token.</param>
internal sealed record SchemaResource(Uri Base, int Root)
{
    public Dictionary<string, int> Anchors { get; } = new(StringComparer.Ordinal);
}
