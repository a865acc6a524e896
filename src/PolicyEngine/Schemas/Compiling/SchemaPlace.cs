using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>One schema while its keywords are taken, one by one, by the group that each belongs to.</summary>
internal sealed class SchemaPlace(SchemaCompiler compiler, SchemaNode node, SchemaResource resource)
{
    private ObjectKeywords? _object;

    public SchemaCompiler Compiler { get; } = compiler;

    public SchemaNode Node { get; } = node;

    public SchemaResource Resource { get; } = resource;

    /// <summary>False when nobody knows the keyword.</summary>
    public bool TryTake(string keyword, int value)
        => SchemaKeywords.IsAnnotation(keyword)
            || CoreKeywords.TryTake(this, keyword, value)
            || NumberKeywords.TryTake(this, keyword, value)
            || StringKeywords.TryTake(this, keyword, value)
            || ArrayKeywords.TryTake(this, keyword, value)
            || (_object ??= new ObjectKeywords(this)).TryTake(keyword, value)
            || InPlaceKeywords.TryTake(this, keyword, value);

    public void Finish() => _object?.Finish();

    public SchemaNode Schema(int token) => Compiler.Schema(token, Resource);

    /// <summary>A non-empty array of schemas, or a possibly empty one where the draft says so.</summary>
    public SchemaNode[] Schemas(int token, bool mayBeEmpty = false)
    {
        var items = Compiler.Items(token);
        if (items.Count == 0 && !mayBeEmpty && Compiler.Document.At(token).Kind == JsonKind.Array)
        {
            Compiler.Fault(token, "must not be empty");
        }

        return [.. items.Select(Schema)];
    }
}
