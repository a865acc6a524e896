using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AiDesk.Policy.Service.Records;

/// <summary>Appends what a line says of the judged text: its hash, its length and, where the policy captures it, the text. So for the arguments of an intervention.</summary>
internal sealed class RecordedText(InputHash hash)
{
    private readonly ArrayBufferWriter<byte> _utf8 = new(4096);

    public void AppendTo(ArrayBufferWriter<byte> batch, RecordBuffer line)
    {
        var utf8 = Utf8Of(line);
        batch.Write(",\"text_hmac\":\""u8);
        hash.Write(line.Tenant, utf8, batch.GetSpan(InputHash.Length));
        batch.Advance(InputHash.Length);
        batch.Write("\",\"hmac_kid\":\""u8);
        batch.Write(hash.KeyId);
        batch.Write("\",\"text_bytes\":"u8);
        utf8.Length.TryFormat(batch.GetSpan(11), out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
        batch.Advance(digits);
        if (!line.Capture)
        {
            return;
        }

        batch.Write(",\"text\":\""u8);
        batch.Write(JsonEncodedText.Encode(Encoding.UTF8.GetString(utf8), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        batch.Write("\""u8);
        if (IsLossy(line))
        {
            batch.Write(",\"text_altered\":true"u8);
        }
    }

    /// <summary>Appends the canonical arguments of an intervention in the same way. They are JSON, so that what is captured is the object itself.</summary>
    public void AppendArgumentsTo(ArrayBufferWriter<byte> batch, RecordBuffer line)
    {
        batch.Write(",\"arguments_hmac\":\""u8);
        hash.Write(line.Tenant, line.Arguments.WrittenSpan, batch.GetSpan(InputHash.Length));
        batch.Advance(InputHash.Length);
        batch.Write("\""u8);
        if (line.Capture)
        {
            batch.Write(",\"arguments\":"u8);
            batch.Write(line.Arguments.WrittenSpan);
        }
    }

    /// <summary>Of a text with half a surrogate pair it holds a replacement character in its place: the hash is over that.</summary>
    private ReadOnlySpan<byte> Utf8Of(RecordBuffer line)
    {
        if (line.Text is null)
        {
            return line.Utf8.WrittenSpan;
        }

        _utf8.ResetWrittenCount();
        Encoding.UTF8.GetBytes(line.Text, _utf8);
        return _utf8.WrittenSpan;
    }

    /// <summary>The captured text is not the one that came: half a surrogate pair or broken UTF-8 was replaced.</summary>
    private static bool IsLossy(RecordBuffer line)
    {
        if (line.Text is null)
        {
            return !Utf8.IsValid(line.Utf8.WrittenSpan);
        }

        var rest = line.Text.AsSpan();
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
