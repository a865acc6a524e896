using AiDesk.Hosting.Http;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Rest;

/// <summary>The service's RPC errors over HTTP: code, reason and metadata are those of gRPC.</summary>
internal static class RestErrors
{
    /// <summary>Seconds after which to try again what was shed: whole ones are all that the header can say.</summary>
    private const string RetryAfter = "1";

    private static readonly Dictionary<string, string> NoMetadata = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the request, as the service says it over gRPC.</summary>
    public static RpcException ToRpc(Exception fault) => fault switch
    {
        FieldFaultException { Kind: FieldFaultKind.UnknownEnum } field => RpcErrors.Field(ErrorReason.EnumUnknown, field.Field, field.Message),
        FieldFaultException { Kind: FieldFaultKind.NotText } field => RpcErrors.Field(ErrorReason.TextNotUtf8, field.Field, field.Message),
        FieldFaultException { HttpStatus: StatusCodes.Status400BadRequest } field => RpcErrors.Invalid(field.Field, field.Problem),
        FieldFaultException field => new RestException(RpcErrors.Invalid(field.Field, field.Problem), field.HttpStatus),
        BadHttpRequestException bad => new RestException(RpcErrors.Invalid("body", "did not come as it was announced"), bad.StatusCode),
        _ => RpcErrors.Invalid("body", "did not come"),
    };

    public static Task WriteAsync(HttpContext http, RpcException fault)
    {
        var info = fault.GetRpcStatus(ignoreParseError: true)?.GetDetail<ErrorInfo>();
        var status = fault is RestException own ? own.HttpStatus : HttpStatus.Of(fault.StatusCode);
        if (fault.StatusCode == StatusCode.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }
        else if (fault.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable)
        {
            http.Response.Headers.RetryAfter = RetryAfter;
        }

        return JsonText.WriteErrorAsync(
            http, status, HttpStatus.NameOf(fault.StatusCode), info?.Reason ?? WireNames.Of(ErrorReason.Internal), fault.Status.Detail, info is null ? NoMetadata : new Dictionary<string, string>(info.Metadata, StringComparer.Ordinal));
    }

    public static Task WriteNotFoundAsync(HttpContext http) => JsonText.WriteErrorAsync(
        http, StatusCodes.Status404NotFound, HttpStatus.NameOf(StatusCode.NotFound), WireNames.Of(ErrorReason.NotFound), $"nothing is served at this path; {RestOperations.Document} lists what is", NoMetadata);

    public static Task WriteWrongVerbAsync(HttpContext http, string allowed)
    {
        http.Response.Headers.Allow = allowed;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "method" };
        return JsonText.WriteErrorAsync(
            http, StatusCodes.Status405MethodNotAllowed, HttpStatus.NameOf(StatusCode.Unimplemented), WireNames.Of(ErrorReason.FieldInvalid), $"method must be {allowed} here", metadata);
    }
}

/// <summary>An RPC error for which HTTP has a status of its own.</summary>
internal sealed class RestException(RpcException fault, int httpStatus) : RpcException(fault.Status, fault.Trailers)
{
    public int HttpStatus => httpStatus;
}
