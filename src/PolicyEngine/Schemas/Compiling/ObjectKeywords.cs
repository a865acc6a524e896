using System.Text;

namespace AiDesk.Policy.Schemas.Compiling;

/// <summary>Keywords about objects: collected first, as they share one table of names.</summary>
internal sealed class ObjectKeywords(SchemaPlace place)
{
    private readonly ObjectRules _rules = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SchemaNode> _properties = [];
    private bool _used;

    public bool TryTake(string keyword, int value)
    {
        var compiler = place.Compiler;
        switch (keyword)
        {
            case "properties":
                foreach (var name in compiler.MembersOf(value))
                {
                    _properties[NumberOf(name)] = place.Schema(name + 1);
                }

                break;
            case "required":
                _rules.Required = Names(value);
                break;
            case "patternProperties":
                _rules.PatternProperties = [.. compiler.MembersOf(value).Select(PatternOf).OfType<(SchemaPattern, SchemaNode)>()];
                break;
            case "additionalProperties":
                _rules.Additional = place.Schema(value);
                break;
            case "propertyNames":
                _rules.PropertyNames = place.Schema(value);
                break;
            case "minProperties":
                _rules.MinProperties = compiler.Count(value);
                break;
            case "maxProperties":
                _rules.MaxProperties = compiler.Count(value);
                break;
            case "dependentRequired":
                _rules.DependentRequired = [.. compiler.MembersOf(value).Select(name => (NumberOf(name), Names(name + 1)))];
                break;
            case "dependentSchemas":
                _rules.DependentSchemas = [.. compiler.MembersOf(value).Select(name => (NumberOf(name), place.Schema(name + 1)))];
                break;
            default:
                return false;
        }

        _used = true;
        return true;
    }

    public void Finish()
    {
        if (!_used)
        {
            return;
        }

        _rules.Names = new NameTable([.. _numbers.OrderBy(entry => entry.Value).Select(entry => Encoding.UTF8.GetBytes(entry.Key))]);
        _rules.Properties = new SchemaNode?[_numbers.Count];
        foreach (var (number, node) in _properties)
        {
            _rules.Properties[number] = node;
        }

        place.Node.Object = _rules;
    }

    private (SchemaPattern, SchemaNode)? PatternOf(int name)
    {
        var node = place.Schema(name + 1);
        var text = Encoding.UTF8.GetString(place.Compiler.Document.Text(name));
        return StringKeywords.Pattern(place.Compiler, name, text) is { } pattern ? (pattern, node) : null;
    }

    private int[] Names(int value)
    {
        var numbers = place.Compiler.Items(value).ConvertAll(item => NumberOf(place.Compiler.Text(item)));
        if (numbers.Distinct().Count() != numbers.Count)
        {
            place.Compiler.Fault(value, "names a member twice");
        }

        return [.. numbers];
    }

    private int NumberOf(int name) => NumberOf(Encoding.UTF8.GetString(place.Compiler.Document.Text(name)));

    private int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _numbers.Count;
            _numbers.Add(name, number);
        }

        return number;
    }
}
