using System.Text;
using System.Text.Json;
using AiDesk.Policy.Service.Records.Reading;
using Google.Protobuf.WellKnownTypes;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Admin;

/// <summary>From records to the wire: the names of verdicts and reasons are those of the enums without their prefix.</summary>
internal static class RecordMapper
{
    private static readonly Dictionary<string, Wire.Verdict> Verdicts = System.Enum.GetValues<Wire.Verdict>().ToDictionary(
        verdict => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<string, Wire.Reason> Reasons = System.Enum.GetValues<Wire.Reason>().ToDictionary(
        reason => JsonNamingPolicy.SnakeCaseUpper.ConvertName(reason.ToString()), StringComparer.Ordinal);

    public static Wire.DecisionRecord Map(FoundRecord found)
    {
        using var document = JsonDocument.Parse(found.Json);
        var record = document.RootElement;
        return new Wire.DecisionRecord
        {
            DecisionId = found.Id.ToString(),
            EvaluationTime = Timestamp.FromDateTimeOffset(record.TryGetProperty("time", out var time) ? time.GetDateTimeOffset() : found.Time),
            Rpc = TextOf(record, "rpc"),
            Verdict = VerdictOf(TextOf(record, "verdict")),
            Reason = ReasonOf(TextOf(record, "reason")),
            Tool = TextOf(record, "tool"),
            PolicyVersion = TextOf(record, "policy_version"),
            RecordJson = Encoding.UTF8.GetString(found.Json.Span),
        };
    }

    public static Wire.Verdict VerdictOf(string name) => Verdicts.GetValueOrDefault(name);

    public static Wire.Reason ReasonOf(string name) => Reasons.GetValueOrDefault(name);

    public static Wire.Finding Map(JsonElement finding)
    {
        var wire = new Wire.Finding
        {
            Code = TextOf(finding, "code"),
            Detector = TextOf(finding, "check"),
            Severity = VerdictOf(TextOf(finding, "severity")),
            Reason = ReasonOf(TextOf(finding, "reason")),
            Score = finding.TryGetProperty("score", out var score) ? score.GetDouble() : 0,
            Transform = TextOf(finding, "transform"),
            Detail = TextOf(finding, "detail"),
            Monitored = finding.TryGetProperty("monitored", out var monitored) && monitored.ValueKind == JsonValueKind.True,
        };
        if (TextOf(finding, "field") is { Length: > 0 } field)
        {
            wire.Span = new Wire.Span { Field = field };
        }

        return wire;
    }

    private static string TextOf(JsonElement record, string name) => record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
