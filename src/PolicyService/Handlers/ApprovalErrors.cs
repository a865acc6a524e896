using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Why a person's word on a held call was not taken, as an RPC error.</summary>
internal static class ApprovalErrors
{
    public static RpcException Of(in ApprovalResult result) => result.Outcome switch
    {
        ApprovalOutcome.NotFound => RpcErrors.NotFound(),
        ApprovalOutcome.Expired => RpcErrors.Precondition(ErrorReason.ApprovalExpired, "the held call waited too long", "expired"),
        ApprovalOutcome.SelfApproval => RpcErrors.Make(StatusCode.PermissionDenied, ErrorReason.SelfApproval, "who asked does not approve"),
        ApprovalOutcome.RoleRequired => RpcErrors.RoleRequired("approver"),
        ApprovalOutcome.AlreadyResolved => RpcErrors.Precondition(
            ErrorReason.AlreadyResolved, "the held call was decided before", result.Call is { IsRejected: true } ? "rejected" : "approved"),
        _ => RpcErrors.Unavailable("the word could not be put on file: ask again"),
    };
}
