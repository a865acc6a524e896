using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Protobuf;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>One RPC in the matrix of access.</summary>
/// <param name="Roles">Who may.</param>
/// <param name="Ids">Ids that it takes: each as another tenant has it, and as nobody has.</param>
/// <param name="Ask">A request that is in order, with an id of <see cref="Ids"/>, or with one's own when that is empty.</param>
internal sealed record AccessRow(PrincipalRoles Roles, IReadOnlyList<(string Theirs, string Random)> Ids, Func<string, IMessage> Ask);

/// <summary>The rows: a new RPC without one fails the suite.</summary>
internal static class AccessRows
{
    private static readonly string Nobody = Guid.CreateVersion7().ToString();

    /// <param name="theirs">What another tenant has.</param>
    /// <param name="own">What the caller has.</param>
    public static IReadOnlyDictionary<string, AccessRow> Of(TenantThings theirs, TenantThings own) => new Dictionary<string, AccessRow>(StringComparer.Ordinal)
    {
        ["PolicyService/CheckInput"] = Service([(theirs.Session, "s-nobody")], id => new CheckInputRequest
        {
            Context = RunningService.Context(id.Length > 0 ? id : "fresh"), Message = new InputMessage { MessageId = "m-" + id, Text = "¿Dónde está mi pedido?", Author = MessageAuthor.Customer },
        }),
        ["PolicyService/CheckToolCall"] = Service([(theirs.Run, "r-nobody")], id => new CheckToolCallRequest
        {
            Context = RunningService.Context("s-calls", id.Length > 0 ? id : "r-own"), CallId = "c", Tool = "cancel_subscription", ArgumentsJson = "{}",
        }),
        ["PolicyService/FilterToolOutput"] = Service([(theirs.Run, "r-nobody")], id => new FilterToolOutputRequest
        {
            Context = RunningService.Context("s-calls", id.Length > 0 ? id : "r-own"), CallId = "c", Tool = "create_ticket", OutputJson = "{}",
        }),
        ["PolicyService/CheckOutput"] = Service([(theirs.Run, "r-nobody")], id => new CheckOutputRequest
        {
            Context = RunningService.Context("s-calls", id.Length > 0 ? id : "r-own"), Text = "Su pedido llega mañana.", Author = ReplyAuthor.Model,
        }),
        ["PolicyService/CheckOutputStream"] = Service([(theirs.Run, "r-nobody")], id => new CheckOutputStreamRequest
        {
            Open = new CheckOutputStreamOpen { Context = RunningService.Context("s-calls", id.Length > 0 ? id : "r-own"), Author = ReplyAuthor.Model },
        }),
        ["PolicyService/CheckStream"] = Service([(theirs.Run, "r-nobody")], id => new CheckStreamRequest
        {
            CorrelationId = "q",
            CheckOutput = new CheckOutputRequest { Context = RunningService.Context("s-calls", id.Length > 0 ? id : "r-own"), Text = "Su pedido llega mañana.", Author = ReplyAuthor.Model },
        }),
        ["PolicyService/Settle"] = Service([(theirs.Reservation, Forged(theirs.Reservation))], id => new SettleRequest
        {
            ReservationId = id.Length > 0 ? id : own.Reservation, Action = SettleAction.Release,
        }),
        ["PolicyService/ResolveApproval"] = new(PrincipalRoles.Approver | PrincipalRoles.Admin, [(theirs.Held, Nobody)], id => new ResolveApprovalRequest
        {
            DecisionId = id.Length > 0 ? id : own.Held, Approval = ApprovalDecision.Reject,
        }),
        ["PolicyService/RedeemDecision"] = Service([(theirs.Token, Forged(theirs.Token))], id => new RedeemDecisionRequest
        {
            RequestId = "q-" + id.GetHashCode(StringComparison.Ordinal), DecisionToken = id.Length > 0 ? id : own.Token, RunId = own.Run, CallId = "c-1", Tool = "create_ticket", ArgumentsJson = TenantThings.Arguments,
        }),
        ["PolicyService/ListTools"] = Service([], _ => new ListToolsRequest { Mode = Mode.Autopilot }),
        ["PolicyAdminService/GetPolicy"] = Admin([(theirs.Version, "0123456789abcdef")], id => new GetPolicyRequest { Version = id }),
        ["PolicyAdminService/ValidatePolicy"] = Admin([], _ => new ValidatePolicyRequest { Documents = { AdminBench.Document(AdminBench.Captured) } }),
        ["PolicyAdminService/ListPolicyVersions"] = Admin([(theirs.VersionsPage, Forged(theirs.VersionsPage))], id => new ListPolicyVersionsRequest { PageSize = 1, PageToken = id }),
        ["PolicyAdminService/RollbackPolicy"] = Admin([(theirs.Version, "0123456789abcdef")], id => new RollbackPolicyRequest
        {
            Version = id.Length > 0 ? id : own.FirstVersion, ExpectedVersion = own.Version,
        }),

        // After the rollback.
        ["PolicyAdminService/PutPolicy"] = Admin([(theirs.Version, "0123456789abcdef")], id => new PutPolicyRequest
        {
            Documents = { AdminBench.Document(AdminBench.Captured + "# another\n") }, ExpectedVersion = id.Length > 0 ? id : own.FirstVersion,
        }),
        ["PolicyAdminService/ReplayDecisions"] = Admin(
            [(theirs.Version, "0123456789abcdef")], id => new ReplayDecisionsRequest { Version = id }),
        ["PolicyAdminService/ListDecisions"] = Admin(
            [(theirs.Held, Nobody)], id => new ListDecisionsRequest { DecisionId = id.Length > 0 ? id : own.Held }),
        ["PolicyAdminService/ListInterventions"] = Admin([("theirs_only", "no_tool")], id => new ListInterventionsRequest { Tool = id }),
        ["PolicyAdminService/GetUsage"] = Admin([("theirs_only", "no_limit")], id => new GetUsageRequest { Name = id }),
        ["PolicyAdminService/GetStrikes"] = Admin([(theirs.Session, "s-nobody")], id => new GetStrikesRequest { Descriptor_ = id.Length > 0 ? id : own.Session }),
        ["PolicyAdminService/ResetStrikes"] = Admin([(theirs.Session, "s-nobody")], id => new ResetStrikesRequest { Descriptor_ = id.Length > 0 ? id : own.Session }),
        ["PolicyAdminService/SetKillSwitch"] = Admin([], _ => new SetKillSwitchRequest { State = SwitchState.Thawed }),
    };

    private static AccessRow Service(IReadOnlyList<(string, string)> ids, Func<string, IMessage> ask) => new(PrincipalRoles.Service, ids, ask);

    private static AccessRow Admin(IReadOnlyList<(string, string)> ids, Func<string, IMessage> ask) => new(PrincipalRoles.Admin, ids, ask);

    /// <summary>The same but for one character in its middle.</summary>
    private static string Forged(string token) => token[..(token.Length / 2)] + (token[token.Length / 2] == 'A' ? 'B' : 'A') + token[((token.Length / 2) + 1)..];
}
