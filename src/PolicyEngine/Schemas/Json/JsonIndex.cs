using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>
/// A JSON document as a flat list of tokens over a private copy of its text: no tree, no object per value, everything reused from document to document.
/// Strings are decoded and numbers reduced to digits and exponent in place, once, so that whoever looks later (schema, canonical form, pointers, word
/// lists) compares bytes. A document that could be read in two ways is refused: see <see cref="TryRead"/>.
/// </summary>
internal sealed class JsonIndex
{
    /// <summary>Buffers above this many bytes of text are given back by <see cref="Clear"/>.</summary>
    private const int KeptBytes = 64 * 1024;

    private JsonToken[] _tokens = new JsonToken[64];
    private byte[] _text = new byte[1024];

    public int Count { get; private set; }

    /// <summary>The tokens in document order; the first is the document's value.</summary>
    public ReadOnlySpan<JsonToken> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>Decoded text of a String or Name, digits of a Number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int token)
    {
        ref readonly var at = ref _tokens[token];
        return _text.AsSpan(at.Start, at.Length);
    }

    /// <summary>Index of the token after a value and all of its content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int After(int token)
    {
        ref readonly var at = ref _tokens[token];
        return at.Kind <= JsonKind.Array ? at.Link : token + 1;
    }

    public JsonNumber Number(int token)
    {
        ref readonly var at = ref _tokens[token];
        return new JsonNumber(at.Negative, _text.AsSpan(at.Start, at.Length), at.Link);
    }

    /// <summary>
    /// Reads a document. False, with the first fault and no tokens to rely on, for anything but one JSON value (RFC 8259) in valid UTF-8; for nesting
    /// deeper than <paramref name="maxDepth"/> (at most <see cref="JsonIndexReader.DepthLimit"/>); for a name twice in one object; for half a
    /// surrogate pair (<c>\ud800</c>); and for a number of more than a million places.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> json, int maxDepth, out ArgumentFault fault)
    {
        Count = 0;
        if (!Utf8.IsValid(json))
        {
            fault = new ArgumentFault("", "is not valid UTF-8");
            return false;
        }

        if (_text.Length < json.Length)
        {
            _text = new byte[Math.Max(json.Length, _text.Length * 2)];
        }

        json.CopyTo(_text);
        var reader = new JsonIndexReader(this, _text.AsSpan(0, json.Length), maxDepth);
        return reader.TryRead(json, out fault);
    }

    public void Clear()
    {
        Count = 0;
        if (_text.Length > KeptBytes)
        {
            _text = new byte[1024];
            _tokens = new JsonToken[64];
        }
    }

    internal ref JsonToken Append(JsonKind kind, int start, int length)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokens.Length * 2);
        }

        ref var token = ref _tokens[Count++];
        token = default;
        token.Kind = kind;
        token.Start = start;
        token.Length = length;
        return ref token;
    }

    internal ref JsonToken At(int token) => ref _tokens[token];
}
