using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiDesk.Policy.Service.Replay;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>What a replay found, as JSON and as words. Names of verdicts, reasons and findings are those of records.</summary>
internal static class ReplayReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Shown(ReplayedSide side) =>
        side.EnforcedVerdict == side.Verdict ? $"{side.Verdict} {side.Reason}" : $"{side.Verdict} {side.Reason} (enforced: {side.EnforcedVerdict})";

    public static string Json(ReplayRun run)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("replayed", run.Replayed);
            json.WriteStartObject("not_replayable");
            foreach (var (cause, count) in run.NotReplayable)
            {
                json.WriteNumber(cause, count);
            }

            json.WriteEndObject();
            json.WriteStartArray("flips");
            foreach (var flip in run.Flips)
            {
                Write(json, flip);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Flip flip)
    {
        json.WriteStartObject();
        json.WriteString("decision_id", flip.DecisionId);
        json.WriteString("time", flip.Time.UtcDateTime);
        json.WriteString("rpc", flip.Rpc);
        if (flip.Tool.Length > 0)
        {
            json.WriteString("tool", flip.Tool);
        }

        Write(json, "before", flip.Before);
        Write(json, "after", flip.After);
        json.WriteStartArray("assumed");
        foreach (var code in flip.Assumed)
        {
            json.WriteStringValue(code);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ReplayedSide side)
    {
        json.WriteStartObject(name);
        json.WriteString("verdict", side.Verdict);
        json.WriteString("reason", side.Reason);
        json.WriteString("enforced_verdict", side.EnforcedVerdict);
        if (side.Findings.ValueKind == JsonValueKind.Array)
        {
            json.WritePropertyName("findings");
            side.Findings.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
