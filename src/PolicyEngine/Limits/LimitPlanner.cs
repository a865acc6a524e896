using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Limits;

/// <summary>Turns the limits and budgets of a policy into the counter operations of one call.</summary>
public static class LimitPlanner
{
    private const string TokensUnit = "tokens";

    /// <summary>The tenant's kill switch: the first operation of every batch.</summary>
    public static void AddKillSwitch(Evaluation work)
    {
        var index = work.Counters.Add(new CounterOperation { Kind = CounterKind.KillSwitch, Name = "", Descriptor = "", Token = "", Gate = Verdict.Deny, Outage = OutageRule.Local });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.KillSwitch,
            Severity = Verdict.Deny,
            Reason = Reason.TenantFrozen,
            Enforcement = Enforcement.Enforce,
            Code = "kill_switch",
        };
        work.Checks.Set(CheckKind.KillSwitch, CheckOutcome.Ran);
    }

    /// <summary>Rate limits and token budgets of an LLM call.</summary>
    public static void AddInput(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        AddRates(snapshot, LimitedCheck.Input, check.Context, work);
        var output = check.EstimatedOutputTokens > 0 ? check.EstimatedOutputTokens : snapshot.Input.DefaultOutputTokens;
        work.EstimatedTokens = (long)work.InputTokens + output;
        ReadOnlySpan<Amount> cost = [new Amount(TokensUnit, work.EstimatedTokens)];

        // An LLM call is not held for a person: what the budget wants approved is denied.
        AddBudgets(snapshot, cost, check.Context, SideEffect.None, work, atApproval: Verdict.Deny);
    }

    /// <summary>
    /// Rate limits and budgets of a tool call. The caller's estimate replaces the tool's cost unit by unit. When a person has approved the call, a budget's
    /// approval point is behind it.
    /// </summary>
    public static void AddToolCall(PolicySnapshot snapshot, in ToolCallCheck check, ToolDefinition tool, Evaluation work, bool approved = false)
    {
        var context = tool.Department.Length > 0 ? check.Context with { Department = tool.Department } : check.Context;
        AddRates(snapshot, LimitedCheck.ToolCall, context, work);
        AddBudgets(snapshot, ToolCost.Of(tool, check.EstimatedCost.Span), context, tool.SideEffect, work, approved);
    }

    private static void AddRates(PolicySnapshot snapshot, LimitedCheck on, in CallContext context, Evaluation work)
    {
        foreach (var rule in snapshot.Limits)
        {
            if ((rule.On & on) == 0)
            {
                continue;
            }

            AddRate(snapshot, rule, context, 1, work);
        }
    }

    /// <summary>One limit. Answers its operation's index; -1 when it does not apply to this call.</summary>
    internal static int AddRate(PolicySnapshot snapshot, RateRule rule, in CallContext context, long hits, Evaluation work)
    {
        if (Describe(rule.Per, rule.WhenMissing, context, work, CheckKind.Limits, rule.Name, rule.Enforcement) is not { } descriptor)
        {
            return -1;
        }

        var monitored = rule.Enforcement == Enforcement.Monitor;
        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Rate,
            Name = rule.Name,
            Descriptor = descriptor,
            Rate = rule,
            Cost = hits,
            Token = "",
            Window = rule.Calendar == CalendarUnit.None ? default : snapshot.Calendar.WindowAt(rule.Calendar, context.Now),
            Gate = monitored ? Verdict.None : Verdict.Deny,
            Outage = rule.Outage,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Limits,
            Severity = Verdict.Deny,
            Reason = Reason.RateLimited,
            Enforcement = rule.Enforcement,
            Code = rule.Code,
        };
        work.Checks.Set(CheckKind.Limits, CheckOutcome.Ran);
        return index;
    }

    private static void AddBudgets(PolicySnapshot snapshot, ReadOnlySpan<Amount> cost, in CallContext context, SideEffect sideEffect, Evaluation work, bool approved = false, Verdict atApproval = Verdict.RequireApproval)
    {
        foreach (var rule in snapshot.Budgets)
        {
            if (CostIn(rule.Unit, cost) is not { } amount)
            {
                continue;
            }

            if (Describe(rule.Per, rule.WhenMissing, context, work, CheckKind.Budgets, rule.Name, rule.Enforcement) is not { } descriptor)
            {
                continue;
            }

            if (rule.CapOf(descriptor) is not { } cap)
            {
                // Without a cap a department or campaign is unlimited.
                work.Checks.Set(CheckKind.Budgets, CheckOutcome.Skipped);
                continue;
            }

            var monitored = rule.Enforcement == Enforcement.Monitor;
            var index = work.Counters.Add(new CounterOperation
            {
                Kind = CounterKind.Reserve,
                Name = rule.Name,
                Descriptor = descriptor,
                Budget = approved && rule.ApproveAt > 0 ? rule with { ApproveAt = 0 } : rule,
                Cost = amount,
                Cap = cap,
                Token = "",
                Window = snapshot.Calendar.WindowAt(rule.Window, context.Now),
                Gate = monitored ? Verdict.None : Verdict.Deny,
                Force = monitored,
                Outage = OutageDefault.Of(rule.Outage, context.Mode, sideEffect),
            });
            work.Plan[index] = new PlannedOperation
            {
                Check = CheckKind.Budgets,
                Severity = Verdict.Deny,
                AtApproval = atApproval,
                Reason = rule.Reason,
                Enforcement = rule.Enforcement,
                Code = rule.Code,
            };
            work.Checks.Set(CheckKind.Budgets, CheckOutcome.Ran);
        }
    }

    private static long? CostIn(string unit, ReadOnlySpan<Amount> cost)
    {
        foreach (var amount in cost)
        {
            if (string.Equals(amount.Unit, unit, StringComparison.Ordinal))
            {
                return amount.Value;
            }
        }

        return null;
    }

    /// <summary>The value counted by; null when the limit does not apply to this call, in which case a finding or an outcome says so.</summary>
    private static string? Describe(
        Descriptor per, WhenMissing whenMissing, in CallContext context, Evaluation work, CheckKind check, string name, Enforcement enforcement)
    {
        if (per.Source == DescriptorSource.Tenant)
        {
            return "";
        }

        var value = per.Source == DescriptorSource.Argument ? ArgumentText(per, work) : DescriptorReader.Read(per, context);
        if (value.Length > 0)
        {
            return value;
        }

        switch (whenMissing)
        {
            case WhenMissing.Shared:
                return "";
            case WhenMissing.Skip:
                work.Checks.Set(check, CheckOutcome.Skipped);
                return null;
            default:
                work.Checks.Set(check, CheckOutcome.Ran);
                work.Findings.Add(new Finding("limit.missing_descriptor", check, Verdict.Deny, Reason.MissingDescriptor)
                {
                    Detail = $"{name} counts by {per.Source}{per.Pointer}, which the call does not have",
                    Monitored = enforcement == Enforcement.Monitor,
                });
                return null;
        }
    }

    private static string ArgumentText(in Descriptor per, Evaluation work) =>
        per.Compiled is { } pointer && pointer.TryReadText(work.Arguments, out var text) ? text : "";
}
