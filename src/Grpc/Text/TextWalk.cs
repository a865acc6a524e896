using System.Text.Unicode;

namespace Grpc.Text;

/// <summary>
/// Walks the fields of one serialized message and checks that each text is UTF-8, as the parser would silently replace what is not.
/// Allocates nothing unless it finds a fault. Never throws.
/// </summary>
internal ref struct TextWalk(ReadOnlySpan<byte> bytes)
{
    /// <summary>The parser's own limit.</summary>
    public const int MaxDepth = 100;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private string? _path;

    public static TextFault? Find(TextPlan plan, ReadOnlySpan<byte> bytes)
    {
        var walk = new TextWalk(bytes);
        var kind = walk.Message(plan, bytes.Length, depth: 0, endGroup: 0);
        return kind == TextFaultKind.None ? null : new TextFault(kind, walk._path ?? string.Empty);
    }

    private TextFaultKind Message(TextPlan? plan, int end, int depth, uint endGroup)
    {
        if (depth > MaxDepth)
        {
            return TextFaultKind.TooDeep;
        }

        var start = _position;
        while (_position < end)
        {
            var fieldStart = _position;
            if (!TryVarint(end, out var tag) || tag > uint.MaxValue || tag >> 3 == 0)
            {
                return TextFaultKind.Malformed;
            }

            if ((tag & 7) == 4)
            {
                return endGroup != 0 && tag == endGroup ? TextFaultKind.None : TextFaultKind.Malformed;
            }

            var field = plan is null ? default : plan.Field((int)(tag >> 3));
            var fault = Value(field, (uint)tag, end, depth);
            if (fault != TextFaultKind.None)
            {
                Locate(field, start, fieldStart, end);
                return fault;
            }
        }

        return endGroup == 0 ? TextFaultKind.None : TextFaultKind.Malformed;
    }

    private TextFaultKind Value(in TextFieldPlan field, uint tag, int end, int depth)
    {
        switch (tag & 7)
        {
            case 0:
                return TryVarint(end, out _) ? TextFaultKind.None : TextFaultKind.Malformed;
            case 1:
                return TrySkip(8, end) ? TextFaultKind.None : TextFaultKind.Malformed;
            case 5:
                return TrySkip(4, end) ? TextFaultKind.None : TextFaultKind.Malformed;
            case 3:
                // The end tag of a group is its start tag with wire type 4.
                return Message(field.Kind == TextFieldKind.Group ? field.Nested : null, end, depth + 1, endGroup: tag + 1);
            case 2:
                return LengthDelimited(field, end, depth);
            default:
                return TextFaultKind.Malformed;
        }
    }

    private TextFaultKind LengthDelimited(in TextFieldPlan field, int end, int depth)
    {
        if (!TryVarint(end, out var length) || length > (ulong)(end - _position))
        {
            return TextFaultKind.Malformed;
        }

        var valueEnd = _position + (int)length;
        if (field.Kind == TextFieldKind.Message)
        {
            return Message(field.Nested, valueEnd, depth + 1, endGroup: 0);
        }

        if (field.Kind == TextFieldKind.Text && !Utf8.IsValid(_bytes[_position..valueEnd]))
        {
            return TextFaultKind.InvalidText;
        }

        _position = valueEnd;
        return TextFaultKind.None;
    }

    private bool TrySkip(int count, int end)
    {
        if (end - _position < count)
        {
            return false;
        }

        _position += count;
        return true;
    }

    private bool TryVarint(int end, out ulong value)
    {
        if (_position < end && _bytes[_position] < 0x80)
        {
            value = _bytes[_position++];
            return true;
        }

        value = 0;
        for (var shift = 0; shift < 70 && _position < end; shift += 7)
        {
            var b = _bytes[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts this level's field in front of the path, with its index when it repeats; only ever runs once per level, on a fault.</summary>
    private void Locate(in TextFieldPlan field, int messageStart, int fieldStart, int end)
    {
        if (field.Descriptor is not { } descriptor)
        {
            return;
        }

        var name = descriptor.Name;
        if (descriptor.IsRepeated)
        {
            var before = new TextWalk(_bytes) { _position = messageStart };
            var index = 0;
            while (before._position < fieldStart
                && before.TryVarint(end, out var tag)
                && before.Value(default, (uint)tag, end, MaxDepth - 1) == TextFaultKind.None)
            {
                index += (int)(tag >> 3) == descriptor.FieldNumber ? 1 : 0;
            }

            name = $"{name}[{index}]";
        }

        _path = _path is null ? name : $"{name}.{_path}";
    }
}

/// <summary>What is wrong, and where: <c>untrusted[2].text</c>.</summary>
internal sealed record TextFault(TextFaultKind Kind, string Path);

/// <summary>The faults that a walk can find.</summary>
internal enum TextFaultKind : byte
{
    None,
    InvalidText,
    Malformed,
    TooDeep,
}
