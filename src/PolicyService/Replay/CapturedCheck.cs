using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Service.Replay;

/// <summary>A question as the engine was asked it: one of the four. Kept with its decision where the policy captures, so that it can be asked again.</summary>
internal sealed record CapturedCheck
{
    /// <summary>Characters of texts besides the judged one that are captured at most; a question with more is not captured.</summary>
    public const int TextLimit = 32 * 1024;

    public InputCheck? Input { get; init; }

    public ToolCallCheck? ToolCall { get; init; }

    /// <summary>The tool call had been held, and people had approved it.</summary>
    public bool Approved { get; init; }

    public ToolOutputCheck? ToolOutput { get; init; }

    public OutputCheck? Output { get; init; }

    public CallContext Context => Input?.Context ?? ToolCall?.Context ?? ToolOutput?.Context ?? Output!.Value.Context;

    /// <summary>Whether it fits into a record.</summary>
    public bool Fits => TextLength <= TextLimit;

    private long TextLength
    {
        get
        {
            var length = 0L;
            foreach (var text in Input is { } input ? input.Untrusted.Span : default)
            {
                length += text.Id.Length + text.Text.Length;
            }

            if (ToolOutput?.Error is { } error)
            {
                length += error.Type.Length + error.Message.Length + error.Detail.Length;
            }

            foreach (var (name, value) in Context.Attributes ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                length += name.Length + value.Length;
            }

            return length;
        }
    }
}
