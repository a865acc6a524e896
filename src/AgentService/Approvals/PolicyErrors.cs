using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Rpc;
using Grpc.Core;

namespace AiDesk.Agent.Approvals;

/// <summary>What an error of the policy service is to the person who decided.</summary>
internal static class PolicyErrors
{
    public static DeskException Of(RpcException fault) => ReasonOf(fault) switch
    {
        "SELF_APPROVAL" => new DeskException(ErrorReason.SelfApproval, "who asked, or for whom it was asked, does not decide"),
        "ROLE_REQUIRED" => new DeskException(ErrorReason.RoleRequired, "policy asks for another role") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "approver" } },
        "APPROVAL_EXPIRED" => new DeskException(ErrorReason.ApprovalExpired, "it waited longer than the policy lets it"),
        "ALREADY_RESOLVED" => new DeskException(ErrorReason.AlreadyDecided, "it was decided otherwise before"),
        "NOT_FOUND" => new DeskException(ErrorReason.ApprovalExpired, "the policy service does not hold it any more"),
        "OVERLOADED" => new DeskException(ErrorReason.Overloaded, "the policy service sheds load"),
        _ => new DeskException(ErrorReason.DependencyUnavailable, "the policy service does not answer as it should"),
    };

    /// <summary>As "SELF_APPROVAL"; empty when the error has none.</summary>
    public static string ReasonOf(RpcException fault)
    {
        var info = fault.GetRpcStatus(ignoreParseError: true)?.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor));
        return info?.Unpack<ErrorInfo>().Reason ?? "";
    }
}
