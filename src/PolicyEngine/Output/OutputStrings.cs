using System.Text;
using System.Text.Json;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Output;

/// <summary>Strings of raw output: decoded, cut to their length, instructions cut out of them. Reused from call to call.</summary>
internal sealed class OutputStrings
{
    /// <summary>Buffers above this are not kept.</summary>
    private const int KeptBytes = 64 * 1024;

    private byte[] _decoded = new byte[1024];
    private InstructionScreen _screen = null!;
    private ToolOutputValues _values = null!;

    public void Begin(InstructionScreen screen, ToolOutputValues values)
    {
        _screen = screen;
        _values = values;
        if (_decoded.Length > KeptBytes)
        {
            _decoded = new byte[1024];
        }
    }

    /// <summary>The member name that the reader stands on, decoded. One with half a surrogate pair cannot be mapped: it is given as it is written.</summary>
    public ReadOnlySpan<byte> NameOf(ref Utf8JsonReader reader)
        => reader.ValueIsEscaped && TryDecode(reader.ValueSpan, out var name) ? name : reader.ValueSpan;

    /// <summary>The string that the reader stands on, decoded where it can be.</summary>
    public ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader) => NameOf(ref reader);

    /// <summary>
    /// The string that the reader stands on, at most <see cref="OutputField.MaxChars"/> code points, without instructions; its values are shown. False for half a surrogate pair.
    /// </summary>
    /// <param name="reader">Stands on a string.</param>
    /// <param name="field">What the policy maps it to.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="text">UTF-8; valid until the next call.</param>
    /// <param name="plain">It can be written between quotes as it is.</param>
    public bool TryRead(ref Utf8JsonReader reader, OutputField field, in OutputPath path, out ReadOnlySpan<byte> text, out bool plain)
    {
        plain = !reader.ValueIsEscaped;
        text = reader.ValueSpan;
        if (!plain && !TryDecode(text, out text))
        {
            return false;
        }

        var whole = text;
        text = OutputText.Cut(text, field.MaxChars);
        if (text.Length < whole.Length)
        {
            _values.Hide(whole);
        }

        if (_screen.Cut(text, path) is { } cut)
        {
            _values.Hide(text);

            // The marker may be longer than what it stands for.
            text = OutputText.Cut(Encoding.UTF8.GetBytes(cut), field.MaxChars);
            plain = false;
        }

        _values.Show(text, field.Trust, _screen.HoldsText);
        return true;
    }

    private bool TryDecode(ReadOnlySpan<byte> escaped, out ReadOnlySpan<byte> text)
    {
        if (_decoded.Length < escaped.Length)
        {
            _decoded = new byte[Math.Max(escaped.Length, _decoded.Length * 2)];
        }

        escaped.CopyTo(_decoded);
        var length = JsonEscapes.DecodeInPlace(_decoded.AsSpan(0, escaped.Length));
        text = length < 0 ? default : _decoded.AsSpan(0, length);
        return length >= 0;
    }
}
