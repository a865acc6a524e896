using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Notifications;
using AiDesk.Identity;
using AiDesk.Policy.Service.Security;
using AiDesk.Policy.Text;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What follows from a tool call's verdict: a decision token when it may run, a held call when people must decide.</summary>
internal sealed class ToolCallGrants(DecisionTokens tokens, HeldCalls held, NotificationSender notifications, TimeProvider time, PolicyServiceOptions options)
{
    private const PrincipalRoles StandardApprovers = PrincipalRoles.Approver | PrincipalRoles.Admin;

    /// <summary>The token for the arguments that were decided on; null when the call may not run now. A call whose ids do not fit a token is denied.</summary>
    public (string Token, long Expiry)? GrantIfAllowed(Caller caller, in ToolCallCheck check, Evaluation work) =>
        work.Decision.Verdict.LetsGoOn() ? Grant(caller, check, work, work.Decision.Id, work.Decision.Id) : null;

    /// <param name="caller">Who asked.</param>
    /// <param name="check">The call.</param>
    /// <param name="work">Its decision.</param>
    /// <param name="decision">The decision that the token stands for.</param>
    /// <param name="nonce">Redeemed once: shared by every token given for one call.</param>
    public (string Token, long Expiry)? Grant(Caller caller, in ToolCallCheck check, Evaluation work, Guid decision, Guid nonce)
    {
        // From the clock of the decision: a retry hears the same expiry.
        var expiry = work.Decision.EvaluatedAt + options.DecisionTokenLifetime;
        var token = tokens.Create(new DecisionGrant
        {
            Tenant = caller.Principal.Tenant,
            DecisionId = decision,
            RunId = check.Context.RunId,
            CallId = check.CallId,
            Tool = check.Tool,
            ArgumentsHash = SHA256.HashData(work.Json.WrittenSpan),
            ExpiresAt = expiry,
            Nonce = nonce,
            Subject = work.Subject,
            Fact = work.Tool!.Fact,
        });
        if (token is null)
        {
            Deny(work, "token.too_large");
            return null;
        }

        return (token, expiry.ToUnixTimeMilliseconds());
    }

    /// <summary>
    /// Puts a call that people must decide on where they find it. When that cannot be done it is denied: what nobody can approve must not wait. Answers the
    /// call that was held now, for <see cref="Announce"/> once the decision is on record; null when none was.
    /// </summary>
    public HeldCall? HoldIfAsked(Caller caller, PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        if (work.Decision.Verdict is not (Verdict.RequireApproval or Verdict.Escalate))
        {
            return null;
        }

        var escalated = work.Decision.Verdict == Verdict.Escalate;
        var at = work.Decision.EvaluatedAt;
        var call = new HeldCall
        {
            DecisionId = work.Decision.Id,
            Tenant = caller.Principal.Tenant,
            AskedBy = caller.Principal.Subject,
            AskedFor = check.Context.UserId,
            Tool = check.Tool,
            SessionId = check.Context.SessionId,
            RunId = check.Context.RunId,
            CallId = check.CallId,
            Arguments = Encoding.UTF8.GetString(work.Json.WrittenSpan),
            Subject = work.Subject,
            Facts = ReviewFacts.Of(snapshot, work.Findings),
            Department = check.Context.Department,
            Mode = (byte)check.Context.Mode,
            EstimatedCost = check.EstimatedCost.ToArray(),
            Escalated = escalated,
            Reason = WireNames.Of((Wire.Reason)work.Decision.Reason),
            Locale = Languages.TagOf(snapshot.Language),
            ApprovalsNeeded = escalated ? snapshot.Escalation.Approvals : 1,
            ApproverRoles = escalated ? RolesOf(snapshot.Escalation) : StandardApprovers,
            HeldAt = at,
            ExpiresAt = at.AddMilliseconds(snapshot.ApprovalExpiryMs),
            Nonce = work.Decision.Id,
            Notices = escalated ? [.. snapshot.Escalation.Notify.Distinct(StringComparer.Ordinal).Select(entry => new Notice(entry))] : [],
            ShowsArguments = snapshot.Records.Capture != CaptureRule.None,
        };
        var result = held.Hold(call);
        if (result == HoldResult.Refused)
        {
            Deny(work, "approval.no_room");
        }

        return result == HoldResult.Held ? call : null;
    }

    /// <summary>Tells of a call that was held now; one whose decision was denied after all, as it could not be recorded, is taken back.</summary>
    public void Announce(HeldCall call, Evaluation work)
    {
        if (work.Decision.Verdict == Verdict.Deny)
        {
            held.Withdraw(call);
        }
        else if (call.Notices.Count > 0)
        {
            notifications.Tell(call);
        }
    }

    /// <summary>A token that comes with an output must be of that very call; that it has lapsed since does not matter, for the work is done.</summary>
    public void VerifyForOutput(Caller caller, Wire.FilterToolOutputRequest request)
    {
        if (request.DecisionToken.Length == 0)
        {
            return;
        }

        var call = new PresentedCall(caller.Principal.Tenant, request.Context.RunId, request.CallId, request.Tool);
        if (tokens.VerifyCall(request.DecisionToken, call, time.GetUtcNow(), out _) is DecisionTokenState.Forged or DecisionTokenState.Mismatch)
        {
            throw RpcErrors.Invalid("decision_token", "is not the token of this call");
        }
    }

    private static PrincipalRoles RolesOf(EscalationRules escalation) =>
        escalation.Roles.Aggregate(PrincipalRoles.None, (roles, name) => roles | PrincipalRoleNames.Parse(name));

    private static void Deny(Evaluation work, string code) => DecisionMaker.Overrule(work, CheckKind.Request, code, Reason.CheckFailed);
}
