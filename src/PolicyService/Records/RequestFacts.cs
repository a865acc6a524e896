using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Records;

namespace AiDesk.Policy.Service.Records;

/// <summary>What a decision's record says besides the decision. Texts are empty when unknown; they are kept by reference until the line is written.</summary>
internal readonly record struct RequestFacts
{
    public RequestFacts()
    {
    }

    public required string Tenant { get; init; }

    public required RecordedRpc Rpc { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary><c>sub</c> of the caller.</summary>
    public string Principal { get; init; } = "";

    public CallContext Context { get; init; } = new();

    public string RequestId { get; init; } = "";

    public string MessageId { get; init; } = "";

    public string CallId { get; init; } = "";

    public string Tool { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>What the caller said a tool call may cost; the policy's cost stands for units that it does not name.</summary>
    public ReadOnlyMemory<Amount> EstimatedCost { get; init; }

    /// <summary>What was judged: the message, the arguments, the output, the reply. Hashed or captured; null when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>As <see cref="Text"/>, when it is UTF-8 already. It is copied, so the caller may reuse it.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>How long a review of it stays open, milliseconds.</summary>
    public long ReviewMs { get; init; }

    /// <summary>The question itself, for records with captured texts; null when nothing is captured.</summary>
    public Replay.CapturedCheck? Input { get; init; }

    public CaptureRule Capture { get; init; } = CaptureRule.None;

    public PlainAllowRule PlainAllow { get; init; } = PlainAllowRule.Droppable;

    /// <summary>Time from the request's arrival to here, in microseconds.</summary>
    public long ElapsedMicroseconds { get; init; }
}
