using System.Buffers;
using System.Text;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>A scalar as text.</summary>
internal static class JsonScalar
{
    /// <summary>False for -1, null, objects, arrays, and numbers that have no canonical form.</summary>
    public static bool TryRead(JsonIndex json, int token, out string text)
    {
        text = "";
        if (token < 0)
        {
            return false;
        }

        switch (json.At(token).Kind)
        {
            case JsonKind.String:
                text = Encoding.UTF8.GetString(json.Text(token));
                return true;
            case JsonKind.True:
                text = "true";
                return true;
            case JsonKind.False:
                text = "false";
                return true;
            case JsonKind.Number:
                return TryReadNumber(json.Number(token), out text);
            default:
                return false;
        }
    }

    private static bool TryReadNumber(JsonNumber number, out string text)
    {
        var buffer = new ArrayBufferWriter<byte>(32);
        var output = new Utf8Output(buffer);
        var written = CanonicalNumber.TryWrite(ref output, number);
        output.Flush();
        text = written ? Encoding.UTF8.GetString(buffer.WrittenSpan) : "";
        return written;
    }
}
