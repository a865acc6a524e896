using System.Text;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Turns a schema's document into nodes. All faults are told, not only the first; any fault refuses the schema.</summary>
internal sealed class SchemaCompiler
{
    private readonly ICollection<SchemaFault> _faults;
    private readonly int _faultsBefore;
    private readonly SchemaReferences _references;
    private readonly Dictionary<int, SchemaNode> _nodes = [];

    public SchemaCompiler(JsonIndex document, ICollection<SchemaFault> faults)
    {
        Document = document;
        _faults = faults;
        _faultsBefore = faults.Count;
        _references = new SchemaReferences(this);
    }

    public JsonIndex Document { get; }

    /// <summary>Null when there was a fault.</summary>
    public SchemaNode? Compile()
    {
        var root = Schema(0, _references.Outermost);
        _references.Resolve(_nodes);
        if (_faults.Count == _faultsBefore)
        {
            InPlaceLoops.Check(this, _nodes);
        }

        return _faults.Count == _faultsBefore ? root : null;
    }

    public void Fault(int token, string problem) => _faults.Add(new SchemaFault(JsonPath.Of(Document, token), problem));

    /// <summary>Compiles the schema at a token that lies in a resource.</summary>
    public SchemaNode Schema(int token, SchemaResource resource)
    {
        var kind = Document.At(token).Kind;
        var node = new SchemaNode { Never = kind == JsonKind.False };
        _nodes[token] = node;
        if (kind is JsonKind.True or JsonKind.False)
        {
            return node;
        }

        if (kind != JsonKind.Object)
        {
            Fault(token, "is not a schema: neither an object nor true or false");
            return node;
        }

        var place = new SchemaPlace(this, node, _references.Enter(token, resource));
        var end = Document.After(token);
        for (var name = token + 1; name < end; name = Document.After(name + 1))
        {
            var keyword = Encoding.UTF8.GetString(Document.Text(name));
            if (!place.TryTake(keyword, name + 1))
            {
                Fault(name, SchemaKeywords.WhyNot(keyword));
            }
        }

        place.Finish();
        return node;
    }

    /// <summary>Notes a $ref, to be resolved when all schemas are known.</summary>
    public void Refer(int token, SchemaResource resource, InPlaceRules rules) => _references.Add(token, resource, rules);

    /// <summary>Text of a string; empty, with a fault, for anything else.</summary>
    public string Text(int token)
    {
        if (Document.At(token).Kind == JsonKind.String)
        {
            return Encoding.UTF8.GetString(Document.Text(token));
        }

        Fault(token, "must be a string");
        return "";
    }

    /// <summary>A number of characters, items or members: 0 and up; numbers above 2^31 - 1 are as good as it. Zero, with a fault, for anything else.</summary>
    public int Count(int token)
    {
        if (Document.At(token).Kind != JsonKind.Number || Document.Number(token) is not { IsInteger: true, Negative: false } number)
        {
            Fault(token, "must be an integer, 0 or more");
            return 0;
        }

        if (number.Exponent > 9)
        {
            return int.MaxValue;
        }

        var value = 0;
        for (var place = 0; place < number.Exponent; place++)
        {
            value = (value * 10) + (place < number.Digits.Length ? number.Digits[place] - (byte)'0' : 0);
        }

        return value;
    }

    public bool Flag(int token)
    {
        var kind = Document.At(token).Kind;
        if (kind is not (JsonKind.True or JsonKind.False))
        {
            Fault(token, "must be true or false");
        }

        return kind == JsonKind.True;
    }

    /// <summary>Tokens of an array's items; none, with a fault, for anything else.</summary>
    public List<int> Items(int token)
    {
        var items = new List<int>();
        if (Document.At(token).Kind != JsonKind.Array)
        {
            Fault(token, "must be an array");
            return items;
        }

        for (var item = token + 1; item < Document.After(token); item = Document.After(item))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Name tokens of an object's members, each directly before its value; none, with a fault, for anything else.</summary>
    public List<int> MembersOf(int token)
    {
        var names = new List<int>();
        if (Document.At(token).Kind != JsonKind.Object)
        {
            Fault(token, "must be an object");
            return names;
        }

        for (var name = token + 1; name < Document.After(token); name = Document.After(name + 1))
        {
            names.Add(name);
        }

        return names;
    }
}
