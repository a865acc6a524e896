using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Checks;

/// <summary>Counter operations that belong to a session: duplicates, strikes, taint.</summary>
internal static class SessionPlanner
{
    /// <summary>How long a session stays tainted, milliseconds.</summary>
    public const long TaintMs = 24 * 3600_000L;

    public static void AddMessage(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        if (check.Message is not null)
        {
            AddDuplicate(snapshot, check, work);
        }

        if (snapshot.Strikes is { } strikes)
        {
            AddStrike(snapshot, strikes, check, work);
        }
        else
        {
            work.Checks.Set(CheckKind.Strikes, CheckOutcome.Skipped);
        }
    }

    /// <summary>Marks the session when this call carried instructions in text that nobody vouches for.</summary>
    public static void AddTaint(in CallContext context, bool tainted, Evaluation work)
    {
        if (!tainted)
        {
            return;
        }

        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Taint,
            Name = "taint",
            Descriptor = context.SessionId,
            Token = "",
            WindowMs = TaintMs,
            Write = CounterWrite.Always,
            Gate = Verdict.None,
            Outage = OutageRule.Deny, // a taint that cannot be kept would be gone when the counters are back
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Taint,
            Severity = Verdict.Allow,
            Reason = Reason.SessionTainted,
            Code = "taint.session",
        };
        work.Checks.Set(CheckKind.Taint, CheckOutcome.Ran);
    }

    private static void AddDuplicate(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        var rules = snapshot.Input;
        if (rules.DuplicateWithinMs == 0)
        {
            work.Checks.Set(CheckKind.Duplicates, CheckOutcome.Skipped);
            return;
        }

        var monitored = rules.DuplicateEnforcement == Enforcement.Monitor;
        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Duplicate,
            Name = "duplicate",
            Descriptor = check.Context.SessionId,
            Digest = work.MessageDigest,
            Token = check.MessageId,
            Threshold = rules.DuplicateMaxRepeats,
            WindowMs = rules.DuplicateWithinMs,
            Gate = monitored ? Verdict.None : Verdict.Deny,
            Outage = OutageRule.Local,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Duplicates,
            Severity = Verdict.Deny,
            Reason = Reason.Duplicate,
            Enforcement = rules.DuplicateEnforcement,
            Code = "duplicate.message",
        };
        work.Checks.Set(CheckKind.Duplicates, CheckOutcome.Ran);
    }

    private static void AddStrike(PolicySnapshot snapshot, StrikeRules strikes, in InputCheck check, Evaluation work)
    {
        var session = DescriptorReader.Read(strikes.Per, check.Context);
        if (session.Length == 0 && strikes.WhenMissing == WhenMissing.Skip)
        {
            work.Checks.Set(CheckKind.Strikes, CheckOutcome.Skipped);
            return;
        }

        work.Checks.Set(CheckKind.Strikes, CheckOutcome.Ran);
        if (session.Length == 0 && strikes.WhenMissing == WhenMissing.Deny)
        {
            work.Findings.Add(new Finding("limit.missing_descriptor", CheckKind.Strikes, Verdict.Deny, Reason.MissingDescriptor)
            {
                Detail = $"strikes count by {strikes.Per.Source}, which the call does not have",
                Monitored = strikes.Enforcement == Enforcement.Monitor,
            });
            return;
        }

        var monitored = strikes.Enforcement == Enforcement.Monitor;
        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Strike,
            Name = StrikeRules.CounterName,
            Descriptor = session,
            Token = check.MessageId,
            Threshold = strikes.BlockAt,
            WindowMs = strikes.ForgetAfterMs,
            BlockMs = strikes.BlockForMs,
            Write = WriteOf(snapshot, strikes, check, work),
            Gate = monitored ? Verdict.None : Verdict.Deny,
            Outage = OutageDefault.Of(strikes.Outage, check.Context.Mode, SideEffect.None),
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Strikes,
            Severity = Verdict.Deny,
            Reason = Reason.SessionBlocked,
            Enforcement = strikes.Enforcement,
            Code = "strike.blocked",
        };
    }

    private static CounterWrite WriteOf(PolicySnapshot snapshot, StrikeRules strikes, in InputCheck check, Evaluation work)
    {
        if (check.Message is null || check.WrittenByAgent)
        {
            return CounterWrite.No;
        }

        if ((CausesIn(work.Findings) & strikes.Counts) != 0)
        {
            return CounterWrite.Always;
        }

        return strikes.Counts.HasFlag(StrikeCause.Duplicate) && snapshot.Input.DuplicateEnforcement == Enforcement.Enforce
            ? CounterWrite.OnDuplicate
            : CounterWrite.No;
    }

    /// <summary>Only what denied the message counts, and only where it binds: a monitored rule strikes nobody.</summary>
    private static StrikeCause CausesIn(FindingList findings)
    {
        var causes = StrikeCause.None;
        foreach (ref readonly var finding in findings.Items)
        {
            if (finding.Severity == Verdict.Deny && !finding.Monitored)
            {
                causes |= finding.Check switch
                {
                    CheckKind.Injection => StrikeCause.Injection,
                    CheckKind.ForbiddenWords => StrikeCause.Forbidden,
                    CheckKind.Shape => StrikeCause.Shape,
                    _ => StrikeCause.None,
                };
            }
        }

        return causes;
    }
}
