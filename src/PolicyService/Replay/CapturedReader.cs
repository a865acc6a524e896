using System.Text;
using System.Text.Json;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Service.Replay;

/// <summary>Reads a decision's record back into the question that it was.</summary>
internal static class CapturedReader
{
    public const string NotCaptured = "not_captured";
    public const string Truncated = "truncated";
    public const string Altered = "altered";
    public const string FailedInside = "failed_inside";

    /// <summary>Null with a cause when the record does not hold what is needed.</summary>
    public static CapturedDecision? Read(JsonElement record, out string cause)
    {
        cause = CauseOf(record);
        if (cause.Length > 0)
        {
            return null;
        }

        var input = record.GetProperty("input");
        var context = ContextOf(record, input);
        var text = Text(record, "text");
        var check = Text(record, "rpc") switch
        {
            "check_input" => new CapturedCheck { Input = InputOf(record, input, context) },
            "filter_tool_output" => new CapturedCheck { ToolOutput = ToolOutputOf(record, input, context, text) },
            "check_output" => new CapturedCheck
            {
                Output = new OutputCheck { Context = context, Text = text, WrittenByHuman = Flag(input, "by_human"), Channel = Text(input, "reply_channel") },
            },
            _ => new CapturedCheck { ToolCall = ToolCallOf(record, input, context, text), Approved = Flag(input, "approved") },
        };
        return new CapturedDecision(check, [.. input.GetProperty("readings").EnumerateArray().Select(ReadingOf)], input.TryGetProperty("values", out var values) ? values.GetBytesFromBase64() : []);
    }

    private static string CauseOf(JsonElement record) =>
        Flag(record, "record_truncated") || Flag(record, "text_truncated") || Flag(record, "input_left_out") ? Truncated
        : Flag(record, "text_altered") ? Altered
        : Text(record, "reason") is "CHECK_FAILED" or "RECORDING_UNAVAILABLE" ? FailedInside
        : !record.TryGetProperty("input", out _) || (record.TryGetProperty("text_hmac", out _) && !record.TryGetProperty("text", out _)) ? NotCaptured
        : "";

    private static CallContext ContextOf(JsonElement record, JsonElement input) => new()
    {
        SessionId = Text(record, "session_id"),
        ConversationId = Text(record, "conversation_id"),
        RunId = Text(record, "run_id"),
        UserId = Text(record, "user_id"),
        Channel = Text(record, "channel"),
        Department = Text(record, "department"),
        ClientIp = Text(input, "client_ip"),
        Language = Languages.Parse(Text(input, "language"), default),
        Mode = Text(record, "mode") switch { "copilot" => CallMode.Copilot, "autopilot" => CallMode.Autopilot, _ => CallMode.None },
        Now = record.GetProperty("time").GetDateTimeOffset(),
        Attributes = input.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString() ?? "", StringComparer.Ordinal)
            : null,
    };

    private static InputCheck InputOf(JsonElement record, JsonElement input, CallContext context) => new()
    {
        Context = context,
        MessageId = Text(record, "message_id"),
        Message = record.TryGetProperty("text", out var text) ? text.GetString() : null,
        WrittenByAgent = Flag(input, "by_agent"),
        EstimatedOutputTokens = input.TryGetProperty("output_tokens", out var tokens) ? tokens.GetInt32() : 0,
        Untrusted = input.TryGetProperty("untrusted", out var untrusted)
            ? untrusted.EnumerateArray().Select(one => new UntrustedText(Text(one, "id"), (TextOrigin)one.GetProperty("origin").GetByte(), Text(one, "text"))).ToArray()
            : default,
    };

    private static ToolCallCheck ToolCallOf(JsonElement record, JsonElement input, CallContext context, string arguments) => new()
    {
        Context = context,
        CallId = Text(record, "call_id"),
        Tool = Text(record, "tool"),
        Arguments = Encoding.UTF8.GetBytes(arguments),
        Subject = Text(input, "subject"),
        DeclaredRisk = input.TryGetProperty("declared_risk", out var risk) ? (RiskLevel)risk.GetByte() : default,
        EstimatedCost = input.TryGetProperty("estimated_cost", out var cost)
            ? cost.EnumerateObject().Select(one => new Amount(one.Name, one.Value.GetInt64())).ToArray()
            : default,
    };

    private static ToolOutputCheck ToolOutputOf(JsonElement record, JsonElement input, CallContext context, string text) => new()
    {
        Context = context,
        CallId = Text(record, "call_id"),
        Tool = Text(record, "tool"),
        Output = input.TryGetProperty("error", out var error) ? default : Encoding.UTF8.GetBytes(text),
        Error = error.ValueKind == JsonValueKind.Object ? new ToolFailure(Text(error, "type"), Text(error, "message"), Text(error, "detail")) : null,
    };

    private static CapturedReading ReadingOf(JsonElement reading) => new(
        Text(reading, "kind"),
        Text(reading, "name"),
        Text(reading, "descriptor"),
        Text(reading, "rule"),
        Text(reading, "window"),
        new CounterReading
        {
            State = (CounterState)reading.GetProperty("state").GetByte(),
            Used = reading.GetProperty("used").GetInt64(),
            Remaining = reading.GetProperty("remaining").GetInt64(),
            ResetAt = reading.GetProperty("reset").GetInt64(),
            Written = Flag(reading, "written"),
            Local = Flag(reading, "local"),
        });

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;
}
