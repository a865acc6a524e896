using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>
/// <c>$id</c>, <c>$anchor</c> and <c>$ref</c>: what a reference names, within the document. A reference to anything else is a fault; nothing is fetched.
/// </summary>
internal sealed class SchemaReferences
{
    private static readonly Uri NoBase = new("json-schema:///");

    private readonly SchemaCompiler _compiler;
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly List<(int Token, SchemaResource From, InPlaceRules Rules)> _pending = [];

    public SchemaReferences(SchemaCompiler compiler)
    {
        _compiler = compiler;
        Outermost = new SchemaResource(NoBase, 0);
        _resources.Add(KeyOf(NoBase), Outermost);
    }

    /// <summary>The document as a whole.</summary>
    public SchemaResource Outermost { get; }

    /// <summary>The resource that a schema's keywords lie in: its own if it has an $id. Notes its anchor.</summary>
    public SchemaResource Enter(int schema, SchemaResource around)
    {
        var document = _compiler.Document;
        var id = Members.Find(document, schema, "$id"u8);
        var resource = id < 0 ? around : Identify(schema, id, around);
        var anchor = Members.Find(document, schema, "$anchor"u8);
        if (anchor >= 0 && _compiler.Text(anchor) is { Length: > 0 } name && !resource.Anchors.TryAdd(name, schema))
        {
            _compiler.Fault(anchor, "is an anchor that is there twice");
        }

        return resource;
    }

    public void Add(int token, SchemaResource from, InPlaceRules rules) => _pending.Add((token, from, rules));

    public void Resolve(Dictionary<int, SchemaNode> nodes)
    {
        foreach (var (token, from, rules) in _pending)
        {
            var target = Find(_compiler.Text(token), from, out var problem);
            if (target >= 0 && nodes.TryGetValue(target, out var node))
            {
                rules.Reference = node;
            }
            else
            {
                _compiler.Fault(token, target < 0 ? problem : "names a place in the document that is not a schema");
            }
        }
    }

    private SchemaResource Identify(int schema, int id, SchemaResource around)
    {
        var text = _compiler.Text(id);
        if (!Uri.TryCreate(around.Base, text, out var uri) || uri.Fragment.Length > 1)
        {
            _compiler.Fault(id, "must be a URI without a fragment");
            return around;
        }

        var resource = new SchemaResource(uri, schema);
        if (!_resources.TryAdd(KeyOf(uri), resource))
        {
            _compiler.Fault(id, "is there twice");
        }

        return resource;
    }

    private int Find(string reference, SchemaResource from, out string problem)
    {
        problem = "points outside the document, and nothing is fetched";
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = from;
        if (hash != 0 && (!Uri.TryCreate(from.Base, reference, out var uri) || !_resources.TryGetValue(KeyOf(uri), out resource)))
        {
            return -1;
        }

        problem = "names a place that is not there";
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            return resource.Anchors.GetValueOrDefault(fragment, -1);
        }

        return JsonPointer.TryParse(fragment, out var pointer) ? pointer.Find(_compiler.Document, resource.Root) : -1;
    }

    private static string KeyOf(Uri uri)
    {
        var text = uri.AbsoluteUri;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? text : text[..hash];
    }
}
