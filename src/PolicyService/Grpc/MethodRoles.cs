using AiDesk.Identity;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>Which role each RPC needs. What is not listed needs <c>service</c>: a new RPC is closed until someone opens it.</summary>
internal static class MethodRoles
{
    public static PrincipalRoles Of(string method) => method switch
    {
        "/aidesk.policy.v1.PolicyService/ResolveApproval" => PrincipalRoles.Approver | PrincipalRoles.Admin,
        _ when method.StartsWith("/aidesk.policy.v1.PolicyAdminService/", StringComparison.Ordinal) => PrincipalRoles.Admin,
        _ => PrincipalRoles.Service,
    };

    public static string NameOf(PrincipalRoles role) => role switch
    {
        PrincipalRoles.Service => "service",
        PrincipalRoles.Admin => "admin",
        _ => "approver",
    };
}
