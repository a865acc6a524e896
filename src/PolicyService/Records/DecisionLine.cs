using System.Text.Json;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Records;

/// <summary>Writes one decision: docs/records.md, "decision".</summary>
internal static class DecisionLine
{
    public static void Write(RecordBuffer line, Evaluation evaluation, in RequestFacts facts)
    {
        var json = line.Json;
        var decision = evaluation.Decision;
        json.WriteStartObject();
        json.WriteString("type"u8, "decision"u8);
        json.WriteString("decision_id"u8, decision.Id);
        json.WriteString("tenant"u8, facts.Tenant);
        json.WriteString("rpc"u8, RecordedRpcNames.NameOf(facts.Rpc));
        json.WriteString("time"u8, decision.EvaluatedAt.UtcDateTime);
        json.WriteString("verdict"u8, DecisionNames.Of(decision.Verdict));
        json.WriteString("guardrail_result"u8, DecisionNames.GuardrailResultOf(decision.Verdict));
        json.WriteString("reason"u8, DecisionNames.Of(decision.Reason));
        line.MarkEssential();
        if (decision.EnforcedVerdict != decision.Verdict)
        {
            json.WriteString("enforced_verdict"u8, DecisionNames.Of(decision.EnforcedVerdict));
        }

        WriteOptional(json, "message_key"u8, decision.MessageKey);
        WriteContext(json, facts);
        WriteFindings(json, evaluation.Findings);
        WriteChecks(json, evaluation.Checks);
        WriteDegraded(json, decision);
        WriteReadings(json, evaluation.Counters, evaluation.Plan);
        json.WriteString("policy_version"u8, facts.PolicyVersion);
        json.WriteNumber("elapsed_us"u8, facts.ElapsedMicroseconds);
    }

    public static void WriteOptional(RecordJson json, ReadOnlySpan<byte> name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteContext(RecordJson json, in RequestFacts facts)
    {
        WriteOptional(json, "principal"u8, facts.Principal);
        WriteOptional(json, "session_id"u8, facts.Context.SessionId);
        WriteOptional(json, "conversation_id"u8, facts.Context.ConversationId);
        WriteOptional(json, "run_id"u8, facts.Context.RunId);
        WriteOptional(json, "user_id"u8, facts.Context.UserId);
        WriteOptional(json, "channel"u8, facts.Context.Channel);
        WriteOptional(json, "department"u8, facts.Context.Department);
        WriteOptional(json, "request_id"u8, facts.RequestId);
        WriteOptional(json, "message_id"u8, facts.MessageId);
        WriteOptional(json, "call_id"u8, facts.CallId);
        WriteOptional(json, "tool"u8, facts.Tool);
        WriteOptional(json, "subject"u8, facts.Subject);
        if (facts.Context.Mode != CallMode.None)
        {
            json.WriteString("mode"u8, facts.Context.Mode == CallMode.Copilot ? "copilot"u8 : "autopilot"u8);
        }
    }

    private static void WriteFindings(RecordJson json, FindingList findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("findings"u8);
        foreach (ref readonly var finding in findings.Items)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, finding.Code);
            json.WriteString("check"u8, CheckCatalog.NameOf(finding.Check));
            json.WriteString("severity"u8, DecisionNames.Of(finding.Severity));
            json.WriteString("reason"u8, DecisionNames.Of(finding.Reason));
            json.WriteNumber("score"u8, double.IsFinite(finding.Score) ? finding.Score : 0);
            WriteOptional(json, "transform"u8, finding.Transform);
            WriteOptional(json, "field"u8, finding.Field);
            if (finding.Start >= 0)
            {
                json.WriteNumber("start"u8, finding.Start);
                json.WriteNumber("end"u8, finding.End);
            }

            WriteOptional(json, "detail"u8, finding.Detail);
            if (finding.Monitored)
            {
                json.WriteBoolean("monitored"u8, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (findings.Overflow > 0)
        {
            json.WriteNumber("findings_not_kept"u8, findings.Overflow);
        }
    }

    private static void WriteChecks(RecordJson json, CheckOutcomes checks)
    {
        var open = false;
        for (var index = 0; index < CheckCatalog.Count; index++)
        {
            var outcome = checks[(CheckKind)index];
            if (outcome is not (CheckOutcome.NotRun or CheckOutcome.Failed))
            {
                continue;
            }

            if (!open)
            {
                json.WriteStartObject("checks_not_run"u8);
                open = true;
            }

            json.WriteString(CheckCatalog.NameOf((CheckKind)index), outcome == CheckOutcome.Failed ? "failed" : "not_run");
        }

        if (open)
        {
            json.WriteEndObject();
        }
    }

    private static void WriteDegraded(RecordJson json, Decision decision)
    {
        if (!decision.Degraded)
        {
            return;
        }

        json.WriteStartArray("degraded"u8);
        foreach (var reason in decision.DegradedReasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
    }

    private static void WriteReadings(RecordJson json, CounterBatch batch, CounterPlan plan)
    {
        if (batch.Readings.Repeated)
        {
            json.WriteBoolean("repeated"u8, true);
        }

        if (batch.Readings.Reserved)
        {
            json.WriteString("reservation"u8, batch.Readings.ReservationId);
        }

        var open = false;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var reading = ref batch.Readings[index];
            ref readonly var operation = ref batch.Operations[index];

            // What found nothing and counted nothing is not news, and there is a line for every call.
            if (reading.State == CounterState.Ok && reading.Used == 0 && operation.Kind != CounterKind.Reserve)
            {
                continue;
            }

            if (!open)
            {
                json.WriteStartArray("readings"u8);
                open = true;
            }

            json.WriteStartObject();
            json.WriteString("code"u8, plan[index].Code ?? operation.Name);
            json.WriteString("state"u8, StateNames[(int)reading.State]);
            json.WriteNumber("used"u8, reading.Used);
            json.WriteNumber("remaining"u8, reading.Remaining);
            if (operation.Kind == CounterKind.Reserve)
            {
                json.WriteNumber("cost"u8, operation.Cost);
            }

            json.WriteEndObject();
        }

        if (open)
        {
            json.WriteEndArray();
        }
    }

    private static readonly JsonEncodedText[] StateNames = [.. Enum.GetNames<CounterState>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];
}
