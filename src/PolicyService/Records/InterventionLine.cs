using System.Globalization;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// The intervention in the record of a decision that is not a plain ALLOW: which guardrail decided, which others would have, and what would have happened
/// without it (docs/records.md, "Interventions"). A plain ALLOW never comes here.
/// </summary>
internal static class InterventionLine
{
    public static void Write(RecordBuffer line, Evaluation evaluation, in RequestFacts facts)
    {
        var json = line.Json;
        var findings = evaluation.Findings;
        json.WriteStartObject("intervention"u8);
        json.WriteString("enforcement"u8, evaluation.Decision.Enforcement == Enforcement.Monitor ? "monitor"u8 : "enforce"u8);
        var guardrail = Guardrail.Of(evaluation.Decision, findings);
        if (guardrail >= 0)
        {
            json.WriteStartObject("guardrail"u8);
            WriteRule(json, findings[guardrail]);
            json.WriteEndObject();
            WriteOthers(json, findings, guardrail);
        }

        WriteCounterfactual(json, evaluation, facts, guardrail);
        json.WriteEndObject();
        if (IsToolCall(facts.Rpc))
        {
            System.Buffers.BuffersExtensions.Write(line.Arguments, evaluation.Json.WrittenSpan);
        }
    }

    private static void WriteRule(RecordJson json, in Finding finding)
    {
        json.WriteString("code"u8, finding.Code);
        json.WriteString("check"u8, CheckCatalog.NameOf(finding.Check));
        json.WriteString("verdict"u8, DecisionNames.Of(finding.Severity));
        json.WriteString("reason"u8, DecisionNames.Of(finding.Reason));
        if (finding.Monitored)
        {
            json.WriteBoolean("monitored"u8, true);
        }
    }

    /// <summary>Each other rule once, with its most severe finding.</summary>
    private static void WriteOthers(RecordJson json, FindingList findings, int guardrail)
    {
        var open = false;
        for (var index = 0; index < findings.Count; index++)
        {
            ref readonly var finding = ref findings[index];
            if (finding.Severity <= Verdict.Allow || finding.Code == findings[guardrail].Code || !Guardrail.SpeaksFor(findings, index))
            {
                continue;
            }

            if (!open)
            {
                json.WriteStartArray("others"u8);
                open = true;
            }

            json.WriteStartObject();
            WriteRule(json, finding);
            json.WriteEndObject();
        }

        if (open)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteCounterfactual(RecordJson json, Evaluation evaluation, in RequestFacts facts, int guardrail)
    {
        json.WriteStartObject("counterfactual"u8);
        json.WriteString("action"u8, ActionOf(facts.Rpc));
        if (evaluation.StoppedEarly)
        {
            json.WriteBoolean("stopped_early"u8, true);
        }
        else if (guardrail >= 0)
        {
            json.WriteString("verdict"u8, DecisionNames.Of(Guardrail.VerdictWithout(evaluation.Decision, evaluation.Findings, guardrail)));
        }

        DecisionLine.WriteOptional(json, "tool"u8, facts.Tool);
        if (facts.Rpc == RecordedRpc.CheckInput)
        {
            WriteCost(json, [new Amount("tokens", evaluation.EstimatedTokens)]);
        }
        else if (IsToolCall(facts.Rpc) && evaluation.Tool is { } tool)
        {
            WriteCost(json, ToolCost.Of(tool, facts.EstimatedCost.Span));
            WriteExposure(json, tool, evaluation);
        }

        json.WriteEndObject();
    }

    private static void WriteCost(RecordJson json, ReadOnlySpan<Amount> cost)
    {
        if (cost.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("cost"u8);
        foreach (ref readonly var amount in cost)
        {
            json.WriteNumber(amount.Unit, amount.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>The greatest of the tool's money values, as its rules compare it: text, since JSON numbers of others are floating.</summary>
    private static void WriteExposure(RecordJson json, ToolDefinition tool, Evaluation evaluation)
    {
        if (tool.Money.IsEmpty || evaluation.Json.WrittenCount == 0)
        {
            return;
        }

        var money = ToolMoney.Of(tool, evaluation.Arguments);
        json.WriteString("exposure"u8, money.Greatest == decimal.MaxValue ? "unknown" : money.Greatest.ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsToolCall(RecordedRpc rpc) => rpc is RecordedRpc.CheckToolCall or RecordedRpc.ResolveApproval;

    private static ReadOnlySpan<byte> ActionOf(RecordedRpc rpc) => rpc switch
    {
        RecordedRpc.CheckInput => "llm_call"u8,
        RecordedRpc.FilterToolOutput => "tool_output"u8,
        RecordedRpc.CheckOutput => "reply"u8,
        RecordedRpc.ShouldRateLimit => "request"u8,
        _ => "tool_call"u8,
    };
}
