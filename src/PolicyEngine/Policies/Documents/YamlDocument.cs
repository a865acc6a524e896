using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>
/// Reads one YAML document into nodes, from the parser's events: no object mapping, no anchors, no tags, no merge keys, so that a document says what it
/// seems to say. Never throws.
/// </summary>
internal sealed class YamlDocument
{
    private readonly string _file;
    private readonly ICollection<PolicyError> _errors;
    private readonly Parser _parser;
    private readonly List<(MapEntry Entry, int FirstLine)> _duplicates = [];
    private int _nodes;

    private YamlDocument(string file, string text, ICollection<PolicyError> errors)
    {
        _file = file;
        _errors = errors;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The root map, or null with what is wrong in <paramref name="errors"/>. A map may come with errors, too: duplicate keys do not end the reading.</summary>
    public static MapNode? Read(string file, string text, ICollection<PolicyError> errors)
    {
        // A byte order mark at the very start is how some editors save; anywhere else it is a hidden character.
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (DocumentText.FirstFault(file, text) is { } fault)
        {
            errors.Add(fault);
            return null;
        }

        var document = new YamlDocument(file, text, errors);
        try
        {
            return document.ReadRoot();
        }
        catch (YamlFault refused)
        {
            errors.Add(new PolicyError(file, refused.Place.Line, refused.Place.Column, "", refused.Message));
        }
        catch (YamlException malformed)
        {
            var place = document.PlaceOf(malformed.Start);
            errors.Add(new PolicyError(file, place.Line, place.Column, "", $"is not well-formed YAML: {malformed.Message}"));
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or ArithmeticException or IndexOutOfRangeException)
        {
            // The parser answers some malformed flow collections with the exceptions of its own data structures.
            var place = document.PlaceOf(document._parser.Current?.End ?? Mark.Empty);
            errors.Add(new PolicyError(file, place.Line, place.Column, "", "is not well-formed YAML: what is opened here, or before, is not closed"));
        }

        return null;
    }

    private MapNode? ReadRoot()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            throw new YamlFault(new SourcePlace(_file, 1, 1), "the document is empty");
        }

        Next();
        var root = ReadNode(0);
        Next();
        if (Next() is DocumentStart second)
        {
            throw new YamlFault(PlaceOf(second.Start), "a second document begins here; one file holds one");
        }

        // Their paths are whole only now.
        foreach (var (entry, firstLine) in _duplicates)
        {
            _errors.Add(new PolicyError(_file, entry.KeyPlace.Line, entry.KeyPlace.Column, entry.Value.Path, $"is given twice, first on line {firstLine}"));
        }

        if (root is MapNode map)
        {
            return map;
        }

        throw new YamlFault(root.Place, $"the document must be a map, not {root.Noun}");
    }

    private ParsingEvent? Next() => _parser.MoveNext() ? _parser.Current : null;

    private PolicyNode ReadNode(int depth)
    {
        var current = _parser.Current;
        if (current is null)
        {
            throw new YamlFault(new SourcePlace(_file, 1, 1), "the document ends early");
        }

        var place = PlaceOf(current.Start);
        if (++_nodes > DocumentLimits.Nodes)
        {
            throw new YamlFault(place, $"the document has more than {DocumentLimits.Nodes} keys and values");
        }

        if (current is AnchorAlias)
        {
            throw new YamlFault(place, "aliases are not read; write the value out, or share it with extends");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false })
        {
            throw new YamlFault(place, "anchors are not read; write the value out, or share it with extends");
        }

        if (current is NodeEvent { Tag.IsEmpty: false })
        {
            throw new YamlFault(place, "tags are not read; remove it");
        }

        if (depth > DocumentLimits.Depth)
        {
            throw new YamlFault(place, $"is nested deeper than {DocumentLimits.Depth} maps and lists");
        }

        return current switch
        {
            Scalar scalar => ReadScalar(scalar, place),
            SequenceStart => ReadList(place, depth),
            MappingStart => ReadMap(place, depth),
            _ => throw new YamlFault(place, "a value is missing"),
        };
    }

    private static ScalarNode ReadScalar(Scalar scalar, SourcePlace place)
    {
        // An escape can name what may not stand in the document itself; half of a surrogate pair the parser refuses.
        if (scalar.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw new YamlFault(place, "holds an escaped NUL");
        }

        return new ScalarNode(place, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private ListNode ReadList(SourcePlace place, int depth)
    {
        var items = new List<PolicyNode>();
        while (Next() is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return new ListNode(place, items);
    }

    private MapNode ReadMap(SourcePlace place, int depth)
    {
        var entries = new List<MapEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var duplicates = new List<MapEntry>();
        while (Next() is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not ScalarNode { Text.Length: > 0 } key)
            {
                throw new YamlFault(place, "a key must be a text");
            }

            if (key is { Text: "<<" })
            {
                throw new YamlFault(key.Place, "merge keys are not read; share with extends");
            }

            Next();
            var entry = new MapEntry(key.Text, key.Place, ReadNode(depth + 1));
            if (lines.TryAdd(key.Text, key.Place.Line))
            {
                entries.Add(entry);
            }
            else
            {
                duplicates.Add(entry);
            }
        }

        var map = MapNode.Of(place, entries);
        foreach (var duplicate in duplicates)
        {
            duplicate.Value.Parent = map;
            duplicate.Value.Key = duplicate.Key;
            _duplicates.Add((duplicate, lines[duplicate.Key]));
        }

        return map;
    }

    private SourcePlace PlaceOf(in Mark mark) => new(_file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
