using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AiDesk.Policy.Service.Records;

/// <summary>Appends what a line says of the judged text: its hash, its length and, where the policy captures it, the text. So for the arguments of an intervention. Used by one thread at a time.</summary>
internal sealed class RecordedText(InputHash hash)
{
    private readonly ArrayBufferWriter<byte> _utf8 = new(4096);

    /// <summary>Of a text with half a surrogate pair the hash is over U+FFFD in its place.</summary>
    public void AppendTo(IBufferWriter<byte> line, string tenant, ReadOnlySpan<char> text, bool capture)
    {
        _utf8.ResetWrittenCount();
        Encoding.UTF8.GetBytes(text, _utf8);
        Append(line, tenant, _utf8.WrittenSpan, capture, capture && IsLossy(text));
    }

    public void AppendTo(IBufferWriter<byte> line, string tenant, ReadOnlySpan<byte> utf8, bool capture) =>
        Append(line, tenant, utf8, capture, capture && !Utf8.IsValid(utf8));

    /// <summary>Appends the canonical arguments of an intervention in the same way. They are JSON, so that what is captured is the object itself.</summary>
    public void AppendArgumentsTo(IBufferWriter<byte> line, string tenant, ReadOnlySpan<byte> arguments, bool capture)
    {
        line.Write(",\"arguments_hmac\":\""u8);
        hash.Write(tenant, arguments, line.GetSpan(InputHash.Length));
        line.Advance(InputHash.Length);
        line.Write("\""u8);
        if (capture && arguments.Length <= RecordLimits.Arguments)
        {
            line.Write(",\"arguments\":"u8);
            line.Write(arguments);
        }
        else if (capture)
        {
            line.Write(",\"arguments_truncated\":true"u8);
        }
    }

    private void Append(IBufferWriter<byte> line, string tenant, ReadOnlySpan<byte> utf8, bool capture, bool isLossy)
    {
        line.Write(",\"text_hmac\":\""u8);
        hash.Write(tenant, utf8, line.GetSpan(InputHash.Length));
        line.Advance(InputHash.Length);
        line.Write("\",\"hmac_kid\":\""u8);
        line.Write(hash.KeyId);
        line.Write("\",\"text_bytes\":"u8);
        utf8.Length.TryFormat(line.GetSpan(11), out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        line.Advance(digits);
        if (!capture)
        {
            return;
        }

        var kept = utf8[..Math.Min(utf8.Length, RecordLimits.Text)];
        while (kept.Length < utf8.Length && kept.Length > 0 && (utf8[kept.Length] & 0xC0) == 0x80)
        {
            // Not in the middle of a letter.
            kept = kept[..^1];
        }

        line.Write(",\"text\":\""u8);
        line.Write(JsonEncodedText.Encode(Encoding.UTF8.GetString(kept), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        line.Write("\""u8);
        if (isLossy)
        {
            line.Write(",\"text_altered\":true"u8);
        }

        if (kept.Length < utf8.Length)
        {
            line.Write(",\"text_truncated\":true"u8);
        }
    }

    /// <summary>The captured text is not the one that came: half a surrogate pair was replaced.</summary>
    private static bool IsLossy(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return true;
            }

            rest = rest[consumed..];
        }

        return false;
    }
}
