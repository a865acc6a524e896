using System.Text.Json;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>Fills a <see cref="JsonIndex"/> in one pass of <see cref="Utf8JsonReader"/>.</summary>
internal ref struct JsonIndexReader
{
    /// <summary>Deepest nesting that can be asked for.</summary>
    public const int DepthLimit = 64;

    private readonly JsonIndex _index;
    private readonly Span<byte> _text;
    private readonly int _maxDepth;
    private OpenContainers _open;
    private int _depth;

    public JsonIndexReader(JsonIndex index, Span<byte> text, int maxDepth)
    {
        _index = index;
        _text = text;
        _maxDepth = Math.Min(maxDepth, DepthLimit);
    }

    public bool TryRead(ReadOnlySpan<byte> json, out ArgumentFault fault)
    {
        // One level above ours, so that depth is our fault with a pointer and not the reader's exception.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthLimit + 1 });
        try
        {
            while (reader.Read())
            {
                if (!TryAppend(ref reader, out fault))
                {
                    return false;
                }
            }
        }
        catch (JsonException exception)
        {
            fault = new ArgumentFault("", $"is not valid JSON at byte {BytePosition.Of(json, exception)}");
            return false;
        }

        fault = default;
        return true;
    }

    private bool TryAppend(ref Utf8JsonReader reader, out ArgumentFault fault)
    {
        fault = default;
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return TryOpen(JsonKind.Object, start, out fault);
            case JsonTokenType.StartArray:
                return TryOpen(JsonKind.Array, start, out fault);
            case JsonTokenType.EndArray:
                _depth--;
                _index.At(_open[_depth]).Link = _index.Count;
                return true;
            case JsonTokenType.EndObject:
                _depth--;
                var opened = _open[_depth];
                _index.At(opened).Link = _index.Count;
                return DuplicateNames.None(_index, opened, out fault);
            case JsonTokenType.PropertyName:
                _index.At(_open[_depth - 1]).Length++;
                if (!TryAppendText(JsonKind.Name, start + 1, reader.ValueSpan.Length, reader.ValueIsEscaped, out fault))
                {
                    return false;
                }

                var name = _index.Count - 1;
                _index.At(name).Link = (int)TextHash.Of(_index.Text(name));
                return true;
            case JsonTokenType.String:
                CountItem();
                return TryAppendText(JsonKind.String, start + 1, reader.ValueSpan.Length, reader.ValueIsEscaped, out fault);
            case JsonTokenType.Number:
                CountItem();
                return TryAppendNumber(start, reader.ValueSpan.Length, out fault);
            default:
                CountItem();
                _index.Append(Literal(reader.TokenType), start, 0);
                return true;
        }
    }

    private static JsonKind Literal(JsonTokenType type) => type switch
    {
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        _ => JsonKind.Null,
    };

    private void CountItem()
    {
        if (_depth > 0 && _index.At(_open[_depth - 1]) is { Kind: JsonKind.Array })
        {
            _index.At(_open[_depth - 1]).Length++;
        }
    }

    private bool TryOpen(JsonKind kind, int start, out ArgumentFault fault)
    {
        CountItem();
        var token = _index.Count;

        // Open ends reach to the end of everything, so that a fault's path can be told before the container is closed.
        _index.Append(kind, start, 0).Link = int.MaxValue;
        if (_depth == _maxDepth)
        {
            fault = new ArgumentFault(JsonPath.Of(_index, token), $"is nested deeper than {_maxDepth}");
            return false;
        }

        _open[_depth++] = token;
        fault = default;
        return true;
    }

    private bool TryAppendText(JsonKind kind, int start, int length, bool escaped, out ArgumentFault fault)
    {
        fault = default;
        _index.Append(kind, start, length);
        if (!escaped)
        {
            return true;
        }

        var decoded = JsonEscapes.DecodeInPlace(_text.Slice(start, length));
        var token = _index.Count - 1;
        if (decoded < 0)
        {
            _index.At(token).Length = 0;
            fault = new ArgumentFault(JsonPath.Of(_index, token), "has half a surrogate pair");
            return false;
        }

        _index.At(token).Length = decoded;
        return true;
    }

    private bool TryAppendNumber(int start, int length, out ArgumentFault fault)
    {
        fault = default;
        ref var token = ref _index.Append(JsonKind.Number, start, length);
        if (JsonNumber.TryReduce(_text, ref token))
        {
            return true;
        }

        fault = new ArgumentFault(JsonPath.Of(_index, _index.Count - 1), "is a number of more than a million places");
        return false;
    }

    [System.Runtime.CompilerServices.InlineArray(DepthLimit)]
    private struct OpenContainers
    {
        private int _first;
    }
}
