using System.Buffers;
using System.Text;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Output;

/// <summary>The fields of an object by the UTF-8 bytes of their names, each with its name as it is written.</summary>
internal sealed class OutputFieldTable
{
    private readonly NameTable _names;
    private readonly OutputField[] _fields;
    private readonly byte[][] _labels;
    private readonly string[] _segments;

    public OutputFieldTable(IReadOnlyCollection<KeyValuePair<string, OutputField>> fields)
    {
        _names = new NameTable([.. fields.Select(entry => Encoding.UTF8.GetBytes(entry.Key))]);
        _fields = [.. fields.Select(entry => entry.Value)];
        _labels = [.. fields.Select(entry => LabelOf(entry.Key))];
        _segments = [.. fields.Select(entry => OutputPath.SegmentOf(entry.Key))];
    }

    /// <summary>No fields.</summary>
    public static OutputFieldTable Empty { get; } = new([]);

    public int Count => _fields.Length;

    public OutputField this[int number] => _fields[number];

    /// <summary>The field's number; -1 when the name is not mapped.</summary>
    public int Find(ReadOnlySpan<byte> name) => _names.Find(name, TextHash.Of(name));

    /// <summary>The name with quotes and colon.</summary>
    public ReadOnlySpan<byte> LabelAt(int number) => _labels[number];

    /// <summary>The name as a part of a JSON pointer, with its slash.</summary>
    public string SegmentAt(int number) => _segments[number];

    private static byte[] LabelOf(string name)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(buffer);
        CanonicalText.Write(ref output, Encoding.UTF8.GetBytes(name));
        output.Write((byte)':');
        output.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
