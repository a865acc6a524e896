using System.Text.Json;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Output;

/// <summary>
/// One walk over raw output that writes what is mapped and nothing else. What is not mapped, of another type, past a list's end, or named before in the
/// same object is skipped and counted; nothing is coerced. The first of two members of one name counts, mapped or not.
/// </summary>
internal ref struct OutputWalk
{
    private readonly DroppedFields _dropped;
    private readonly OutputStrings _strings;
    private readonly ToolOutputValues _values;
    private Utf8JsonReader _reader;
    private Utf8Output _output;
    private OutputPath _path;

    public OutputWalk(ReadOnlySpan<byte> rawJson, Utf8Output output, DroppedFields dropped, OutputStrings strings, ToolOutputValues values)
    {
        _reader = new Utf8JsonReader(rawJson, new JsonReaderOptions { MaxDepth = OutputLimits.Depth });
        _output = output;
        _dropped = dropped;
        _strings = strings;
        _values = values;
    }

    /// <summary>Writes the root; an empty object when it is not what the policy maps. Throws <see cref="JsonException"/> for what is not JSON.</summary>
    public void Run(OutputField root)
    {
        _reader.Read();
        if (!TryWrite(root, comma: false, label: default))
        {
            _dropped.Add(_path);
            Hide();
            _output.Write("{}"u8);
        }

        // What follows the value must be nothing: the reader says so by throwing.
        _reader.Read();
        _output.Flush();
    }

    /// <summary>Writes the value that the reader stands on and moves to its last token; false, with nothing written or moved, when it is of another type.</summary>
    private bool TryWrite(OutputField field, bool comma, ReadOnlySpan<byte> label)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject when field.Type == OutputType.Object:
                Lead(comma, label);
                WriteObject(field.Table);
                return true;
            case JsonTokenType.StartArray when field is { Type: OutputType.List, Item: not null }:
                Lead(comma, label);
                WriteList(field.Item, field.Max);
                return true;
            case JsonTokenType.String when field.Type == OutputType.String:
                return TryWriteString(field, comma, label);
            case JsonTokenType.Number when field.Type is OutputType.Number or OutputType.Integer:
                return TryWriteNumber(field, comma, label);
            case JsonTokenType.True or JsonTokenType.False when field.Type == OutputType.Boolean:
                Lead(comma, label);
                _output.Write(_reader.TokenType == JsonTokenType.True ? "true"u8 : "false"u8);
                return true;
            default:
                return false;
        }
    }

    private void WriteObject(OutputFieldTable table)
    {
        var seen = new SeenFields(table.Count);
        var comma = false;
        _output.Write((byte)'{');
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _strings.NameOf(ref _reader);
            var number = table.Find(name);
            if (number < 0)
            {
                _dropped.Add(_path, name);
                _reader.Read();
                Hide();
                continue;
            }

            _reader.Read();
            _path.Enter(table.SegmentAt(number));
            if (seen.Add(number) && TryWrite(table[number], comma, table.LabelAt(number)))
            {
                comma = true;
            }
            else
            {
                _dropped.Add(_path);
                Hide();
            }

            _path.Leave();
        }

        _output.Write((byte)'}');
        seen.Dispose();
    }

    private void WriteList(OutputField item, int max)
    {
        var written = 0;
        _output.Write((byte)'[');
        _path.Enter("/*");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (written < max && TryWrite(item, comma: written > 0, label: default))
            {
                written++;
            }
            else
            {
                _dropped.Add(_path);
                Hide();
            }
        }

        _path.Leave();
        _output.Write((byte)']');
    }

    private bool TryWriteString(OutputField field, bool comma, ReadOnlySpan<byte> label)
    {
        if (!_strings.TryRead(ref _reader, field, _path, out var text, out var plain))
        {
            return false;
        }

        Lead(comma, label);
        if (plain)
        {
            _output.Write((byte)'"');
            _output.Write(text);
            _output.Write((byte)'"');
        }
        else
        {
            CanonicalText.Write(ref _output, text);
        }

        return true;
    }

    /// <summary>Skips the value that the reader stands on and remembers what it held.</summary>
    private void Hide()
    {
        var depth = _reader.CurrentDepth;
        do
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.String:
                    _values.Hide(_strings.TextOf(ref _reader));
                    break;
                case JsonTokenType.Number:
                    _values.HideNumber(_reader.ValueSpan);
                    break;
            }
        }
        while ((_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || _reader.CurrentDepth > depth) && _reader.Read());
    }

    private bool TryWriteNumber(OutputField field, bool comma, ReadOnlySpan<byte> label)
    {
        var text = _reader.ValueSpan;
        if (text.Length > OutputLimits.NumberBytes || (field.Type == OutputType.Integer && !IsInteger(text)))
        {
            return false;
        }

        Lead(comma, label);
        _output.Write(text);
        _values.ShowNumber(text, field.Trust);
        return true;
    }

    private static bool IsInteger(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(".eE"u8))
        {
            return true;
        }

        Span<byte> room = stackalloc byte[OutputLimits.NumberBytes];
        text.CopyTo(room);
        var token = new JsonToken { Kind = JsonKind.Number, Length = text.Length };
        return JsonNumber.TryReduce(room, ref token) && token.Link >= token.Length;
    }

    private void Lead(bool comma, ReadOnlySpan<byte> label)
    {
        if (comma)
        {
            _output.Write((byte)',');
        }

        _output.Write(label);
    }
}
