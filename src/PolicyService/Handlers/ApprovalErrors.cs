using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Why a person's word on a held call or a review was not taken, as an RPC error.</summary>
internal static class ApprovalErrors
{
    public static RpcException Of(in ApprovalResult result) => Of(result.Outcome, result.Call is { IsRejected: true } ? "rejected" : "approved", NeededBy(result.Call));

    public static RpcException Of(in ReviewResult result) => Of(result.Outcome, result.Review?.Closing is { Fine: true } ? "fine" : "problem", "approver");

    /// <summary>The roles that the policy lets approve; the RPC's own check has let in any approver.</summary>
    private static string NeededBy(HeldCall? call) => call is null ? "approver" : string.Join(',', PrincipalRoleNames.NamesOf(call.ApproverRoles));

    private static RpcException Of(ApprovalOutcome outcome, string state, string roles) => outcome switch
    {
        ApprovalOutcome.NotFound => RpcErrors.NotFound(),
        ApprovalOutcome.Expired => RpcErrors.Precondition(ErrorReason.ApprovalExpired, "it waited too long", "expired"),
        ApprovalOutcome.SelfApproval => RpcErrors.Make(StatusCode.PermissionDenied, ErrorReason.SelfApproval, "who asked, or for whom it was asked, does not decide"),
        ApprovalOutcome.RoleRequired => RpcErrors.RoleRequired(roles),
        ApprovalOutcome.AlreadyResolved => RpcErrors.Precondition(ErrorReason.AlreadyResolved, "it was decided before", state),
        _ => RpcErrors.Unavailable("the word could not be put on file: ask again"),
    };
}
