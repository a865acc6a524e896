using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Identity;
using AiDesk.Policy.Testing.Coverage;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Running;

/// <summary>Calls that wait for people, and what people say of them, by the service's own rules.</summary>
internal static class HeldCalling
{
    public static void HoldIfAsked(PolicyWorld world, string contextName, in ToolCallCheck check)
    {
        var work = world.Work;
        if (work.Decision.Verdict is not (Verdict.RequireApproval or Verdict.Escalate))
        {
            return;
        }

        var escalated = work.Decision.Verdict == Verdict.Escalate;
        var escalation = world.Snapshot.Escalation;
        var now = world.Clock.Now;
        world.Held.Hold(new HeldCall
        {
            DecisionId = work.Decision.Id,
            Tenant = world.Snapshot.Tenant,
            AskedBy = ContextMaker.SubjectOf(world, contextName),
            AskedFor = check.Context.UserId,
            Tool = check.Tool,
            SessionId = check.Context.SessionId,
            RunId = check.Context.RunId,
            CallId = check.CallId,
            Arguments = Encoding.UTF8.GetString(work.Json.WrittenSpan),
            Subject = work.Subject,
            Facts = ReviewFacts.Of(world.Snapshot, work.Findings),
            Department = check.Context.Department,
            Mode = (byte)check.Context.Mode,
            EstimatedCost = check.EstimatedCost.ToArray(),
            Escalated = escalated,
            ApprovalsNeeded = escalated ? escalation.Approvals : 1,
            ApproverRoles = escalated ? RolesOf(escalation) : PrincipalRoles.Approver | PrincipalRoles.Admin,
            HeldAt = now,
            ExpiresAt = now.AddMilliseconds(world.Snapshot.ApprovalExpiryMs),
            Nonce = work.Decision.Id,
        });
    }

    /// <summary>
    /// A person decides. When that releases the call, limits and budgets are asked anew: that decision is then in <see cref="PolicyWorld.Work"/>, and what
    /// the person reviewed is a fact if it lets the call go on.
    /// </summary>
    public static async Task<(ApprovalOutcome Outcome, AskedCall? Call)> ResolveAsync(PolicyWorld world, ResolveAction action, CancellationToken cancellationToken)
    {
        var asked = world.Calls[action.Step.Name];
        var result = world.Held.Resolve(asked.DecisionId, ContextMaker.PrincipalOf(world, action.By), action.Approves, "");
        world.Coverage.See(new Observation(ObservedKind.Approval, world.Snapshot, world.Work) { Approval = result.Outcome, Escalated = result.Call is { Escalated: true } });
        if (result.Outcome != ApprovalOutcome.Approved)
        {
            return (result.Outcome, null);
        }

        var call = result.Call!;
        var check = await ReleaseAsync(world, call, cancellationToken);
        var work = world.Work;
        world.Coverage.See(new Observation(ObservedKind.ApprovedCall, world.Snapshot, work) { Context = check.Context, Tool = check.Tool });
        if (work.Decision.Verdict.LetsGoOn())
        {
            await Facts.RecordAsync(world, call.Subject, call.Facts, cancellationToken);
        }

        return (result.Outcome, asked with { Reservation = HeldBudgets.Of(work) });
    }

    /// <summary>One answer for one held call, as in the service: a repeated approval finds the first one's readings and its reservation, unless they denied.</summary>
    private static async Task<ToolCallCheck> ReleaseAsync(PolicyWorld world, HeldCall call, CancellationToken cancellationToken)
    {
        var now = world.Clock.Now;
        var mark = new RequestMark("approval:" + call.DecisionId.ToString("N"), 1, call.DecisionId, now.ToUnixTimeMilliseconds(), world.Snapshot.Version);
        var check = await DecideAsync(world, call, mark, cancellationToken);
        return world.Work.Counters.Readings.Repeated && !world.Work.Decision.Verdict.LetsGoOn()
            ? await DecideAsync(world, call, RequestMark.None, cancellationToken)
            : check;
    }

    private static async Task<ToolCallCheck> DecideAsync(PolicyWorld world, HeldCall call, RequestMark mark, CancellationToken cancellationToken)
    {
        var work = world.Work;
        var check = HeldCallMapper.Map(call, world.Snapshot, world.Clock.Now);
        work.Clear();
        PolicyEngine.InspectApproval(world.Snapshot, check, work);
        work.Counters.Request = mark;
        await Asking.CountAsync(world, cancellationToken);
        var readings = work.Counters.Readings;
        if (readings.Repeated)
        {
            check = HeldCallMapper.Map(call, world.Snapshot, DateTimeOffset.FromUnixTimeMilliseconds(readings.First.EvaluatedAt));
            work.ClearKeepingReadings();
            PolicyEngine.InspectApproval(world.Snapshot, check, work);
        }

        PolicyEngine.DecideApproval(world.Snapshot, check, work);
        return check;
    }

    private static PrincipalRoles RolesOf(EscalationRules escalation) =>
        escalation.Roles.Aggregate(PrincipalRoles.None, (roles, name) => roles | PrincipalRoleNames.Parse(name));
}
