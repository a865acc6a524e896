using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// One line on its way to the sink: JSON that lacks only its last members and the closing brace, and the text that those are made of, off the path. Reused.
/// </summary>
internal sealed class RecordBuffer
{
    // Lines are read as JSON, never as HTML: letters outside ASCII stay as they are. Control characters are escaped, halves of surrogate pairs replaced.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Buffers that grew larger than this are not kept.</summary>
    private const int KeptSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(2048);

    public RecordBuffer() => Json = new Utf8JsonWriter(_bytes, Options);

    public Utf8JsonWriter Json { get; }

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public string Tenant { get; set; } = "";

    /// <summary>Text to be hashed or captured; null when there is none.</summary>
    public string? Text { get; set; }

    /// <summary>The same as UTF-8; empty when there is none.</summary>
    public ArrayBufferWriter<byte> Utf8 { get; } = new(16);

    /// <summary>Canonical arguments of a tool call that an intervention is about, UTF-8; empty when there are none.</summary>
    public ArrayBufferWriter<byte> Arguments { get; } = new(16);

    public bool Capture { get; set; }

    public bool IsReusable => _bytes.Capacity <= KeptSize && Utf8.Capacity <= KeptSize && Arguments.Capacity <= KeptSize;

    /// <summary>Memory that it stands for in the queue, in bytes.</summary>
    public long Size { get; set; }

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        Json.Reset(_bytes);
        Utf8.ResetWrittenCount();
        Arguments.ResetWrittenCount();
        Tenant = "";
        Text = null;
        Capture = false;
        Size = 0;
    }
}
