using AiDesk.Agent.V1;
using AiDesk.Hosting.Http;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Npgsql;
using RpcStatus = Google.Rpc.Status;

namespace AiDesk.Agent.Tenants;

/// <summary>What a <see cref="DeskException"/> is on the wire: the only place that knows codes. The table stands in errors.proto.</summary>
internal static class DeskErrors
{
    public const string Domain = "aidesk.agent";

    private static readonly string[] Names =
        [.. ErrorsReflection.Descriptor.EnumTypes.Single(type => type.Name == "ErrorReason").Values.OrderBy(value => value.Number).Select(value => value.Name["ERROR_REASON_".Length..])];

    /// <summary>As FIELD_REQUIRED.</summary>
    public static string NameOf(ErrorReason reason) => Names[(int)reason];

    public static StatusCode CodeOf(ErrorReason reason) => reason switch
    {
        ErrorReason.FieldRequired or ErrorReason.FieldInvalid or ErrorReason.EnumUnknown or ErrorReason.RequestIdReused or ErrorReason.PageTokenInvalid => StatusCode.InvalidArgument,
        ErrorReason.TokenMissing or ErrorReason.TokenInvalid => StatusCode.Unauthenticated,
        ErrorReason.RoleRequired or ErrorReason.SelfApproval => StatusCode.PermissionDenied,
        ErrorReason.NotFound => StatusCode.NotFound,
        ErrorReason.AlreadyDecided or ErrorReason.DraftStale => StatusCode.Aborted,
        ErrorReason.WrongState or ErrorReason.ApprovalExpired or ErrorReason.TextDenied or ErrorReason.OutcomeUnknown or ErrorReason.ResyncTooLarge => StatusCode.FailedPrecondition,
        ErrorReason.DependencyUnavailable => StatusCode.Unavailable,
        ErrorReason.Overloaded => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };

    public static int HttpStatusOf(ErrorReason reason) => reason switch
    {
        ErrorReason.TextDenied => StatusCodes.Status422UnprocessableEntity,
        _ => HttpStatus.Of(CodeOf(reason)),
    };

    public static RpcException ToRpc(DeskException fault)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = NameOf(fault.Reason) };
        foreach (var (key, value) in fault.Metadata)
        {
            info.Metadata[key] = value;
        }

        return new RpcStatus { Code = (int)CodeOf(fault.Reason), Message = fault.Message, Details = { Any.Pack(info) } }.ToRpcException();
    }

    /// <summary>Null for a fault that is nobody's but the service's own.</summary>
    public static DeskException? Of(Exception fault) => fault switch
    {
        DeskException known => known,
        FieldFaultException field => DeskException.Invalid(field.Field, field.Problem),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => DeskException.Invalid("body", "is longer than 6 MiB"),
        BadHttpRequestException => DeskException.Invalid("body", "cannot be read"),
        NpgsqlException { IsTransient: true } or TimeoutException => new DeskException(ErrorReason.DependencyUnavailable, "the desk's database does not answer; nothing was changed"),
        // The client calls a connection that breaks while it is made INTERNAL, with what broke it.
        RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted }
            or RpcException { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException or IOException } =>
            new DeskException(ErrorReason.DependencyUnavailable, "the policy service does not answer; nothing was changed"),
        _ => null,
    };
}
