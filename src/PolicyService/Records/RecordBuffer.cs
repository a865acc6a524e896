using System.Buffers;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// One line on its way to the sink: JSON that lacks only its last members and the closing brace, and the text that those are made of, off the path. Reused.
/// </summary>
internal sealed class RecordBuffer
{
    /// <summary>Buffers that grew larger than this are not kept.</summary>
    private const int KeptSize = 64 * 1024;

    public RecordJson Json { get; } = new();

    public ReadOnlyMemory<byte> Written => Json.Written;

    /// <summary>To add to the line what is otherwise added off the path.</summary>
    public IBufferWriter<byte> Rest => Json;

    /// <summary>The record's own id.</summary>
    public Guid Id { get; set; }

    /// <summary>Its place among the records of its process: a time stamp, which costs no thread another's cache line.</summary>
    public long Order { get; set; }

    public string Tenant { get; set; } = "";

    /// <summary>How far the members go without which a record says nothing: a line that is too long is cut there. Bytes.</summary>
    public int Essential { get; set; }

    /// <summary>Text to be hashed or captured; null when there is none.</summary>
    public string? Text { get; set; }

    /// <summary>The same as UTF-8; empty when there is none.</summary>
    public ArrayBufferWriter<byte> Utf8 { get; } = new(16);

    /// <summary>Canonical arguments of a tool call that an intervention is about, UTF-8; empty when there are none.</summary>
    public ArrayBufferWriter<byte> Arguments { get; } = new(16);

    public bool Capture { get; set; }

    public bool IsReusable => Json.Capacity <= KeptSize && Utf8.Capacity <= KeptSize && Arguments.Capacity <= KeptSize;

    /// <summary>Memory that it stands for in the queue, in bytes.</summary>
    public long Size { get; set; }

    /// <summary>What has been written so far is what a record cannot be without.</summary>
    public void MarkEssential() => Essential = Json.Length;

    /// <summary>Of a line that is too long only the essential members stay, and a member that says so.</summary>
    public void Cut()
    {
        Json.CutTo(Essential);
        Json.Write(",\"record_truncated\":true"u8);
    }

    public void Clear()
    {
        Json.Clear();
        Utf8.ResetWrittenCount();
        Arguments.ResetWrittenCount();
        Id = default;
        Tenant = "";
        Text = null;
        Capture = false;
        Size = 0;
        Essential = 0;
    }
}
