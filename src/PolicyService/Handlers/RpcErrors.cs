using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>RPC errors as `google.rpc.Status` with ErrorInfo: a reason of <see cref="ErrorReason"/>, the domain, and metadata that name what is wrong.</summary>
internal static class RpcErrors
{
    public const string Domain = "aidesk.policy";

    public static RpcException Required(string field) => Field(ErrorReason.FieldRequired, field, $"{field} is required");

    public static RpcException Invalid(string field, string problem) => Field(ErrorReason.FieldInvalid, field, $"{field} {problem}");

    public static RpcException UnknownEnum(string field, int value) =>
        Field(ErrorReason.EnumUnknown, field, value == 0 ? $"{field} is required" : $"{field} has the unknown value {value}");

    public static RpcException RequestIdReused() =>
        Field(ErrorReason.RequestIdReused, "request_id", "request_id was used before by a request of other content");

    /// <summary>The same bytes for what another tenant has and for what nobody has.</summary>
    public static RpcException NotFound() => Make(StatusCode.NotFound, ErrorReason.NotFound, "not found");

    public static RpcException RoleRequired(string role) =>
        Make(StatusCode.PermissionDenied, ErrorReason.RoleRequired, $"the role {role} is required", ("role", role));

    public static RpcException TenantUnknown() => Make(StatusCode.PermissionDenied, ErrorReason.TenantUnknown, "there is no policy for the token's tenant");

    public static RpcException Unauthenticated(ErrorReason reason, string message, string problem = "missing") =>
        Make(StatusCode.Unauthenticated, reason, message, ("problem", problem));

    public static RpcException Precondition(ErrorReason reason, string problem, string state) =>
        Make(StatusCode.FailedPrecondition, reason, problem, ("state", state));

    public static RpcException PageToken() => Field(ErrorReason.PageTokenInvalid, "page_token", "page_token is none that this call gave");

    public static RpcException Unavailable(string problem) => Make(StatusCode.Unavailable, ErrorReason.DependencyUnavailable, problem);

    public static RpcException Make(StatusCode code, ErrorReason reason, string message, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var details = Describe(reason, metadata);
        return new RpcStatus { Code = (int)code, Message = message, Details = { Any.Pack(details) } }.ToRpcException();
    }

    public static RpcException Field(ErrorReason reason, string field, string message)
    {
        var violations = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = message } } };
        return new RpcStatus
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = message,
            Details = { Any.Pack(Describe(reason, [("field", field)])), Any.Pack(violations) },
        }.ToRpcException();
    }

    private static ErrorInfo Describe(ErrorReason reason, ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = WireNames.Of(reason) };
        foreach (var (key, value) in metadata)
        {
            info.Metadata[key] = value;
        }

        return info;
    }
}
