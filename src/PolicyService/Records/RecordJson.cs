using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Writes one line's JSON, in the thread whose decision it is: what Utf8JsonWriter writes, in less than half of its time, since names are literals that need no
/// look and nearly every text is ASCII without quotes. It trusts its caller to nest rightly.
/// </summary>
internal sealed class RecordJson : IBufferWriter<byte>
{
    // Lines are read as JSON, never as HTML: letters outside ASCII stay as they are. Control characters are escaped, halves of surrogate pairs replaced.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (byte)code).Except("\"\\"u8.ToArray())]);

    /// <summary>Longest form of a number, an id or a time.</summary>
    private const int Longest = 40;

    private byte[] _bytes = new byte[2048];
    private int _length;
    private bool _follows;

    public int Length => _length;

    public int Capacity => _bytes.Length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear() => (_length, _follows) = (0, false);

    /// <summary>Forgets what comes after.</summary>
    public void CutTo(int length) => _length = length;

    public void WriteStartObject() => Begin((byte)'{');

    public void WriteStartObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        Add((byte)'{');
        _follows = false;
    }

    public void WriteStartArray(ReadOnlySpan<byte> name)
    {
        Name(name);
        Add((byte)'[');
        _follows = false;
    }

    public void WriteEndObject() => End((byte)'}');

    public void WriteEndArray() => End((byte)']');

    public void WriteString(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Text(value);
    }

    /// <param name="name">Of the member.</param>
    /// <param name="value">Needs no escape.</param>
    public void WriteString(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        Reserve(value.Length + 2);
        _bytes[_length++] = (byte)'"';
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
        _bytes[_length++] = (byte)'"';
    }

    public void WriteString(ReadOnlySpan<byte> name, JsonEncodedText value) => WriteString(name, value.EncodedUtf8Bytes);

    public void WriteString(string name, string value)
    {
        Name(name);
        Text(value);
    }

    public void WriteString(ReadOnlySpan<byte> name, Guid value)
    {
        Name(name);
        Reserve(Longest);
        _bytes[_length++] = (byte)'"';
        value.TryFormat(_bytes.AsSpan(_length), out var written);
        _length += written;
        _bytes[_length++] = (byte)'"';
    }

    /// <param name="name">Of the member.</param>
    /// <param name="value">UTC; a fraction without its last zeros.</param>
    public void WriteString(ReadOnlySpan<byte> name, DateTime value)
    {
        Name(name);
        Reserve(Longest);
        _bytes[_length++] = (byte)'"';
        value.TryFormat(_bytes.AsSpan(_length), out var written, "O", CultureInfo.InvariantCulture);
        var time = _bytes.AsSpan(_length, written - 1).TrimEnd((byte)'0').TrimEnd((byte)'.');

        // Without a fraction the seconds may end in a zero too.
        _length += Math.Max(time.Length, "2026-01-01T00:00:00".Length);
        _bytes[_length++] = (byte)'Z';
        _bytes[_length++] = (byte)'"';
    }

    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Number(value);
    }

    public void WriteNumber(string name, long value)
    {
        Name(name);
        Number(value);
    }

    /// <param name="name">Of the member.</param>
    /// <param name="value">Finite.</param>
    public void WriteNumber(ReadOnlySpan<byte> name, double value)
    {
        Name(name);
        Reserve(Longest);
        value.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        this.Write(value ? "true"u8 : "false"u8);
    }

    public void WriteBase64String(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        Add((byte)'"');
        Reserve(Base64.GetMaxEncodedToUtf8Length(value.Length) + 1);
        Base64.EncodeToUtf8(value, _bytes.AsSpan(_length), out _, out var written);
        _length += written;
        Add((byte)'"');
    }

    public void WriteStringValue(string value)
    {
        Comma();
        Text(value);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Name(ReadOnlySpan<byte> name)
    {
        Reserve(name.Length + 4);
        var to = _bytes.AsSpan(_length);
        var at = 0;
        if (_follows)
        {
            to[at++] = (byte)',';
        }

        to[at++] = (byte)'"';
        name.CopyTo(to[at..]);
        at += name.Length;
        to[at++] = (byte)'"';
        to[at++] = (byte)':';
        _length += at;
        _follows = true;
    }

    private void Name(string name)
    {
        Comma();
        Text(name);
        Add((byte)':');
    }

    private void Text(string value)
    {
        Reserve(value.Length + 2);
        var to = _bytes.AsSpan(_length, value.Length + 2);
        to[0] = (byte)'"';
        if (Ascii.FromUtf16(value, to[1..], out _) == OperationStatus.Done && !to.Slice(1, value.Length).ContainsAnyExcept(Plain))
        {
            to[^1] = (byte)'"';
            _length += to.Length;
            return;
        }

        _length++;
        Encoding.UTF8.GetBytes(Encoder.Encode(value), this);
        Add((byte)'"');
    }

    private void Number(long value)
    {
        Reserve(Longest);
        value.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Begin(byte bracket)
    {
        Comma();
        Add(bracket);
        _follows = false;
    }

    private void End(byte bracket)
    {
        Add(bracket);
        _follows = true;
    }

    private void Comma()
    {
        if (_follows)
        {
            Add((byte)',');
        }

        _follows = true;
    }

    private void Add(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, checked((int)Math.Max(_length + (long)size, 2L * _bytes.Length)));
        }
    }
}
