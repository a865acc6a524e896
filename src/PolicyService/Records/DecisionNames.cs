using System.Text.Json;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Service.Records;

/// <summary>Names of verdicts and reasons in records, as UTF-8 that is ready to be written.</summary>
internal static class DecisionNames
{
    private static readonly JsonEncodedText[] Verdicts = [.. Enum.GetNames<Verdict>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];
    private static readonly JsonEncodedText[] Reasons = [.. Enum.GetNames<Reason>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseUpper.ConvertName(name)))];

    // The names that governance people know (architecture.md, "Verdict").
    private static readonly JsonEncodedText[] GuardrailResults =
    [
        JsonEncodedText.Encode(""), JsonEncodedText.Encode("auto_approved"), JsonEncodedText.Encode("post_review"), JsonEncodedText.Encode("requires_approval"),
        JsonEncodedText.Encode("escalated"), JsonEncodedText.Encode("blocked"),
    ];

    /// <summary><c>allow</c>, <c>allow_post_review</c>, <c>require_approval</c>, <c>escalate</c>, <c>deny</c>.</summary>
    public static JsonEncodedText Of(Verdict verdict) => Verdicts[(int)verdict];

    /// <summary><c>auto_approved</c>, <c>post_review</c>, <c>requires_approval</c>, <c>escalated</c>, <c>blocked</c>.</summary>
    public static JsonEncodedText GuardrailResultOf(Verdict verdict) => GuardrailResults[(int)verdict];

    /// <summary>As on the wire without its prefix: <c>PROMPT_INJECTION</c>.</summary>
    public static JsonEncodedText Of(Reason reason) => Reasons[(int)reason];
}
