using System.Buffers;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// The canonical form of JSON (RFC 8785): no spaces, members sorted by UTF-16 code units, strings and numbers in one spelling. Two texts with the same
/// canonical form are the same call, so its hash can be signed.
/// <para>
/// It never changes a value in silence: a number that a double would round (integers past 2^53 that are not exact, more than 17 digits, past 1.8e308) is
/// a fault; such a number belongs in a string. Everything that <see cref="JsonIndex.TryRead"/> refuses is a fault too.
/// </para>
/// </summary>
internal static class CanonicalJson
{
    /// <summary>
    /// Writes the canonical form of a document, at most <see cref="ArgumentSchema.BytesLimit"/> bytes and <see cref="ArgumentSchema.DepthLimit"/> deep.
    /// On false what was written is not to be used.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<byte> json, IBufferWriter<byte> writer, out ArgumentFault fault)
    {
        if (json.Length > ArgumentSchema.BytesLimit)
        {
            fault = new ArgumentFault("", $"is larger than {ArgumentSchema.BytesLimit} bytes");
            return false;
        }

        var index = new JsonIndex();
        return index.TryRead(json, ArgumentSchema.DepthLimit, out fault) && TryWrite(index, writer, out fault);
    }

    /// <summary>The same for a document that has been read.</summary>
    public static bool TryWrite(JsonIndex json, IBufferWriter<byte> writer, out ArgumentFault fault)
    {
        var output = new Utf8Output(writer);
        var written = TryWriteValue(json, 0, ref output, out fault);
        output.Flush();
        return written;
    }

    // Recursion ends with the document's depth, which JsonIndex bounds.
    private static bool TryWriteValue(JsonIndex json, int token, ref Utf8Output output, out ArgumentFault fault)
    {
        fault = default;
        switch (json.At(token).Kind)
        {
            case JsonKind.Object:
                return TryWriteObject(json, token, ref output, out fault);
            case JsonKind.Array:
                return TryWriteArray(json, token, ref output, out fault);
            case JsonKind.String:
                CanonicalText.Write(ref output, json.Text(token));
                return true;
            case JsonKind.Number:
                if (CanonicalNumber.TryWrite(ref output, json.Number(token)))
                {
                    return true;
                }

                fault = new ArgumentFault(JsonPath.Of(json, token), "is a number that loses digits in a double: send it as a string");
                return false;
            case JsonKind.True:
                output.Write("true"u8);
                return true;
            case JsonKind.False:
                output.Write("false"u8);
                return true;
            default:
                output.Write("null"u8);
                return true;
        }
    }

    private static bool TryWriteArray(JsonIndex json, int token, ref Utf8Output output, out ArgumentFault fault)
    {
        fault = default;
        output.Write((byte)'[');
        var end = json.After(token);
        for (var item = token + 1; item < end; item = json.After(item))
        {
            if (item > token + 1)
            {
                output.Write((byte)',');
            }

            if (!TryWriteValue(json, item, ref output, out fault))
            {
                return false;
            }
        }

        output.Write((byte)']');
        return true;
    }

    private static bool TryWriteObject(JsonIndex json, int token, ref Utf8Output output, out ArgumentFault fault)
    {
        const int Few = 32;
        var count = json.At(token).Length;
        if (count <= Few)
        {
            return TryWriteMembers(json, token, stackalloc int[Few], ref output, out fault);
        }

        var rented = ArrayPool<int>.Shared.Rent(count);
        try
        {
            return TryWriteMembers(json, token, rented, ref output, out fault);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    private static bool TryWriteMembers(JsonIndex json, int token, scoped Span<int> room, ref Utf8Output output, out ArgumentFault fault)
    {
        fault = default;
        var names = room[..json.At(token).Length];
        Members.Names(json, token, names);
        NameOrder.Sort(json, names);
        output.Write((byte)'{');
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
            {
                output.Write((byte)',');
            }

            CanonicalText.Write(ref output, json.Text(names[i]));
            output.Write((byte)':');
            if (!TryWriteValue(json, names[i] + 1, ref output, out fault))
            {
                return false;
            }
        }

        output.Write((byte)'}');
        return true;
    }
}
