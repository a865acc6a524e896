namespace AiDesk.Policy.Service.Records;

/// <summary>How large the parts of a record may be. What is larger is cut and says so; it is never left out.</summary>
internal static class RecordLimits
{
    /// <summary>The line without text and arguments, in bytes. A longer one keeps its essential members and <c>record_truncated</c>.</summary>
    public const int Line = 256 * 1024;

    /// <summary>A captured text, in bytes of UTF-8. Of a longer one the beginning is kept, and <c>text_truncated</c>; its hash is over all of it.</summary>
    public const int Text = 256 * 1024;

    /// <summary>Captured arguments, in bytes. Longer ones are hashed only, and <c>arguments_truncated</c> says so.</summary>
    public const int Arguments = 256 * 1024;
}
