using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Tools;

/// <summary>Counter operations of a tool call that are neither limits nor facts: one message per run, and the session's taint.</summary>
internal static class ToolCallPlanner
{
    /// <summary>The tool of which a run has one call.</summary>
    public const string MessageTool = "send_message";

    /// <summary>How long a run's message is remembered, milliseconds.</summary>
    public const long MessageMs = 24 * 3600_000L;

    /// <summary>Call it when the risk is final but for taint.</summary>
    public static void Add(PolicySnapshot snapshot, in ToolCallCheck check, ToolDefinition tool, Evaluation work)
    {
        if (string.Equals(tool.Name, MessageTool, StringComparison.Ordinal))
        {
            AddOneMessage(snapshot, check, work);
        }

        if (tool.SideEffect == SideEffect.External)
        {
            AddTaint(snapshot, check.Context, tool, work);
        }
        else
        {
            work.Checks.Set(CheckKind.Taint, CheckOutcome.Skipped);
        }
    }

    /// <summary>A run has one message. The same call again is the same message: a retry is not a second one.</summary>
    public static void AddOneMessage(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        var monitored = snapshot.Enforcement == Enforcement.Monitor;
        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.OnceOnly,
            Name = MessageTool,
            Descriptor = check.Context.RunId,
            Token = check.CallId,
            WindowMs = MessageMs,
            Gate = monitored ? Verdict.None : Verdict.Deny,
            Outage = OutageRule.Deny,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.OneMessage,
            Severity = Verdict.Deny,
            Reason = Reason.OneMessagePerRun,
            Enforcement = snapshot.Enforcement,
            Code = "run.second_message",
        };
        work.Checks.Set(CheckKind.OneMessage, CheckOutcome.Ran);
    }

    // What the call would be answered one risk level up is the gate, so that nothing is reserved for a call that taint holds back.
    private static void AddTaint(PolicySnapshot snapshot, in CallContext context, ToolDefinition tool, Evaluation work)
    {
        var raised = RiskRules.VerdictOf(RiskRules.Raised(work.Risk));
        
        // As in ControlLevels: what it does to a level-3 tool's risk binds.
        var monitored = snapshot.Enforcement == Enforcement.Monitor && tool.Level < 3;
        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Taint,
            Name = "taint",
            Descriptor = context.SessionId,
            Token = "",
            Write = CounterWrite.No,
            Gate = monitored ? Verdict.None : raised,
            Outage = OutageRule.Allow, // not to let through: ToolCallReadings counts a taint that could not be read as set
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Taint,
            Severity = raised,
            Reason = Reason.SessionTainted,
            Enforcement = monitored ? Enforcement.Monitor : Enforcement.Enforce,
            Code = ToolCallReadings.TaintCode,
        };
        work.Checks.Set(CheckKind.Taint, CheckOutcome.Ran);
    }
}
