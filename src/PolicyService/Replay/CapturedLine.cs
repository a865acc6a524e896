using AiDesk.Policy.Checks;
using AiDesk.Policy.Text;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Replay;

/// <summary>Writes the member <c>input</c> of a decision's record (docs/records.md, "Captured input"): what a replay needs besides the record's other members.</summary>
internal static class CapturedLine
{
    public static void Write(RecordJson json, CapturedCheck check, Evaluation evaluation)
    {
        if (!check.Fits)
        {
            json.WriteBoolean("input_left_out"u8, true);
            return;
        }

        json.WriteStartObject("input"u8);
        WriteContext(json, check.Context);
        if (check.Input is { } input)
        {
            WriteInput(json, input);
        }

        if (check.ToolCall is { } call)
        {
            WriteToolCall(json, call, check.Approved);
        }

        if (check.ToolOutput?.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, error.Type);
            json.WriteString("message"u8, error.Message);
            json.WriteString("detail"u8, error.Detail);
            json.WriteEndObject();
        }

        if (check.Output is { } output)
        {
            DecisionLine.WriteOptional(json, "reply_channel"u8, output.Channel);
            WriteFlag(json, "by_human"u8, output.WrittenByHuman);
        }

        WriteReadings(json, evaluation);
        json.WriteEndObject();
    }

    private static void WriteContext(RecordJson json, in CallContext context)
    {
        json.WriteString("language"u8, Languages.TagOf(context.Language));
        DecisionLine.WriteOptional(json, "client_ip"u8, context.ClientIp);
        if (context.Attributes is not { Count: > 0 } attributes)
        {
            return;
        }

        json.WriteStartObject("attributes"u8);
        foreach (var (name, value) in attributes)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteInput(RecordJson json, in InputCheck input)
    {
        WriteFlag(json, "by_agent"u8, input.WrittenByAgent);
        if (input.EstimatedOutputTokens > 0)
        {
            json.WriteNumber("output_tokens"u8, input.EstimatedOutputTokens);
        }

        if (input.Untrusted.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("untrusted"u8);
        foreach (ref readonly var text in input.Untrusted.Span)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, text.Id);
            json.WriteNumber("origin"u8, (int)text.Origin);
            json.WriteString("text"u8, text.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteToolCall(RecordJson json, in ToolCallCheck call, bool approved)
    {
        WriteFlag(json, "approved"u8, approved);
        DecisionLine.WriteOptional(json, "subject"u8, call.Subject);
        if (call.DeclaredRisk != 0)
        {
            json.WriteNumber("declared_risk"u8, (int)call.DeclaredRisk);
        }

        if (call.EstimatedCost.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("estimated_cost"u8);
        foreach (ref readonly var amount in call.EstimatedCost.Span)
        {
            json.WriteNumber(amount.Unit, amount.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteReadings(RecordJson json, Evaluation evaluation)
    {
        var batch = evaluation.Counters;
        json.WriteStartArray("readings"u8);
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            ref readonly var reading = ref batch.Readings[index];
            json.WriteStartObject();
            json.WriteString("kind"u8, ReadingRule.NameOf(operation.Kind));
            DecisionLine.WriteOptional(json, "name"u8, operation.Name);
            DecisionLine.WriteOptional(json, "descriptor"u8, operation.Descriptor);
            DecisionLine.WriteOptional(json, "rule"u8, ReadingRule.Of(operation));
            DecisionLine.WriteOptional(json, "window"u8, ReadingRule.WindowOf(operation));
            json.WriteNumber("state"u8, (int)reading.State);
            json.WriteNumber("used"u8, reading.Used);
            json.WriteNumber("remaining"u8, reading.Remaining);
            json.WriteNumber("reset"u8, reading.ResetAt);
            WriteFlag(json, "written"u8, reading.Written);
            WriteFlag(json, "local"u8, reading.Local);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (batch.Members.Count > 0)
        {
            var sets = new byte[batch.Members.Count];
            for (var index = 0; index < sets.Length; index++)
            {
                sets[index] = (byte)batch.Readings.Members[index];
            }

            json.WriteBase64String("values"u8, sets);
        }
    }

    private static void WriteFlag(RecordJson json, ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }
}
