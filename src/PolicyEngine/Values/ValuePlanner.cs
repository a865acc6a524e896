using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Values;

/// <summary>
/// The counter operations of values. What was hidden and shown is kept by run, in the session that the run is bound to. What was trusted and what was not
/// is kept by session, so that a run sees what the customer wrote, and what was read, in the runs before it; CheckInput then needs no run.
/// </summary>
internal static class ValuePlanner
{
    public const string ProvenanceCode = "provenance.values";
    public const string HiddenCode = "hidden_values.run";
    public const string ShownCode = "hidden_values.session";

    /// <summary>Keeps values of the session: what was trusted and what was not.</summary>
    public static void KeepForSession(PolicySnapshot snapshot, in CallContext context, int start, bool truncated, Evaluation work) =>
        Keep(snapshot, context, "", start, truncated, CheckKind.Provenance, ProvenanceCode, work);

    /// <summary>Keeps values of the run: what was hidden and what was shown.</summary>
    public static void KeepForRun(PolicySnapshot snapshot, in CallContext context, int start, bool truncated, Evaluation work) =>
        Keep(snapshot, context, context.RunId, start, truncated, CheckKind.HiddenValues, HiddenCode, work);

    /// <summary>Asks where the values of arguments came from. One that only untrusted text held is held back.</summary>
    public static void AskProvenance(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        var monitored = snapshot.Provenance.Enforcement == Enforcement.Monitor;
        Plan(
            Operation(snapshot, context, "", 0, work) with
            {
                MemberOf = MemberSets.Untrusted,
                MemberUnless = MemberSets.Trusted,
                Gate = monitored ? Verdict.None : Verdict.RequireApproval,
            },
            Purpose(CheckKind.Provenance, ProvenanceCode) with { Enforcement = snapshot.Provenance.Enforcement },
            work);
    }

    /// <summary>Asks which values of a reply the run has hidden, and which are excused. Nothing is gated: a reply reserves nothing.</summary>
    public static void AskReply(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        Plan(
            Operation(snapshot, context, context.RunId, 0, work) with { MemberOf = MemberSets.Hidden, MemberUnless = MemberSets.Exposed },
            Purpose(CheckKind.HiddenValues, HiddenCode),
            work);
        Plan(
            Operation(snapshot, context, "", 0, work) with { MemberUnless = MemberSets.Trusted },
            Purpose(CheckKind.HiddenValues, ShownCode),
            work);
    }

    private static void Keep(
        PolicySnapshot snapshot, in CallContext context, string run, int start, bool truncated, CheckKind check, string code, Evaluation work)
    {
        if (work.Counters.Members.Count > start || truncated)
        {
            Plan(Operation(snapshot, context, run, start, work) with { MemberTruncated = truncated }, Purpose(check, code), work);
        }
    }

    private static CounterOperation Operation(PolicySnapshot snapshot, in CallContext context, string run, int start, Evaluation work) => new()
    {
        Kind = CounterKind.Member,
        Name = run,
        Descriptor = context.SessionId,
        Token = "",
        WindowMs = ValueLimits.KeptMs,
        Gate = Verdict.None,
        MemberKey = snapshot.ValueKey.Id,
        MemberStart = start,
        MemberCount = work.Counters.Members.Count - start,
        Outage = OutageRule.Deny,
    };

    // A store that cannot keep or answer is no pass: ReadingJudge denies for it, but where ProvenanceJudge asks for approval instead.
    private static PlannedOperation Purpose(CheckKind check, string code) => new()
    {
        Check = check,
        Severity = Verdict.Deny,
        Reason = Reason.DependencyDown,
        Enforcement = Enforcement.Enforce,
        Code = code,
    };

    private static void Plan(in CounterOperation operation, in PlannedOperation purpose, Evaluation work)
    {
        work.Plan[work.Counters.Add(operation)] = purpose;
        work.Checks.Set(purpose.Check, CheckOutcome.Ran);
    }
}
