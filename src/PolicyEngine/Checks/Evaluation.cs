using System.Buffers;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Text;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>
/// The working memory and the result of one check. The host rents one for a call, hands it to Inspect, the counter store and Decide, maps it to the wire,
/// records it and returns it: nothing of it may be kept.
/// </summary>
public sealed class Evaluation
{
    public FindingList Findings { get; } = new();

    public CheckOutcomes Checks { get; } = new();

    public CounterBatch Counters { get; } = new();

    /// <summary>Which rule each counter operation came from.</summary>
    public CounterPlan Plan { get; } = new();

    public TextViews Views { get; } = new();

    public Decision Decision { get; } = new();

    /// <summary>The values of the texts: what is put into the sets of run and session, or asked of them, in that order.</summary>
    internal ValueScan Values { get; } = new();

    /// <summary>CheckOutput: leaks unless the conversation excuses them.</summary>
    internal PendingLeaks Pending { get; } = new();

    /// <summary>
    /// What was refused was looked at no further: rules after the one that refused might have fired too, and nobody knows.
    /// </summary>
    public bool StoppedEarly { get; set; }

    /// <summary>CheckInput: tokens that the call may cost, of the input and the answer.</summary>
    public long EstimatedTokens { get; set; }

    /// <summary>CheckInput: highest injection score of the message and of the untrusted texts.</summary>
    public double InjectionScore { get; set; }

    /// <summary>CheckInput: what the message shares with its duplicates; 0 without a message.</summary>
    internal UInt128 MessageDigest { get; set; }

    /// <summary>CheckInput: estimated tokens of message and untrusted texts.</summary>
    public int InputTokens { get; set; }

    /// <summary>CheckToolCall: the tool; null when the policy has none of that name.</summary>
    public ToolDefinition? Tool { get; set; }

    /// <summary>CheckToolCall: the risk that the verdict stands on.</summary>
    public RiskLevel Risk { get; set; }

    /// <summary>CheckToolCall: what the action is about, joining rules about what was done before; empty when the call does not say.</summary>
    public string Subject { get; set; } = "";

    /// <summary>CheckToolCall: the arguments, read once; empty unless they are valid.</summary>
    internal JsonIndex Arguments { get; } = new();

    /// <summary>
    /// CheckToolCall: the arguments in canonical form (RFC 8785). FilterToolOutput: the sanitized JSON. Both UTF-8; empty when there is none.
    /// </summary>
    public ArrayBufferWriter<byte> Json { get; } = new(1024);

    /// <summary>CheckInput: the untrusted texts, cleaned, in their order. CheckOutput: one entry, the redacted text, when the policy redacts.</summary>
    public List<CleanedText> Cleaned { get; } = [];

    /// <summary>FilterToolOutput: key of the sentence that stands for the tool's error; empty when it did not fail.</summary>
    public string ErrorKey { get; set; } = "";

    /// <summary>FilterToolOutput: names of dropped fields, at most <see cref="DroppedFieldsLimit"/>.</summary>
    public List<string> DroppedFields { get; } = [];

    /// <summary>Most names kept of dropped fields.</summary>
    public const int DroppedFieldsLimit = 256;

    /// <summary>FilterToolOutput: all that was dropped.</summary>
    public int DroppedCount { get; set; }

    public void Clear()
    {
        Counters.Readings.Clear();
        ClearKeepingReadings();
        Checks.Watch = null;
    }

    /// <summary>For a retry: all but the readings, which are the first call's.</summary>
    public void ClearKeepingReadings()
    {
        Findings.Clear();
        Checks.Clear();
        Counters.Clear();
        Plan.Clear();
        Decision.Clear();
        Values.Found.Clear();
        Pending.Clear();
        StoppedEarly = false;
        EstimatedTokens = 0;
        InjectionScore = 0;
        InputTokens = 0;
        MessageDigest = 0;
        Tool = null;
        Risk = RiskLevel.None;
        Subject = "";
        Arguments.Clear();
        Json.ResetWrittenCount();
        Cleaned.Clear();
        ErrorKey = "";
        DroppedFields.Clear();
        DroppedCount = 0;
    }
}

/// <param name="Id">The caller's id of the text.</param>
/// <param name="Text">The text with instructions cut and marked.</param>
/// <param name="Cut">Something was cut.</param>
public readonly record struct CleanedText(string Id, string Text, bool Cut);
