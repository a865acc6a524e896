using AiDesk.Hosting.Http;
using AiDesk.Policy.Service.Grpc;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Rest;

/// <summary>One method of the service, called over HTTP.</summary>
internal abstract class RestCall
{
    /// <summary>Longest body, bytes: that of a message over gRPC.</summary>
    public const int BodyLimit = 4 * 1024 * 1024;

    /// <summary>Throws <see cref="RpcException"/>, as the method does over gRPC.</summary>
    public abstract Task<IMessage> AnswerAsync(HttpContext http, HttpOperation operation);
}

/// <inheritdoc/>
internal sealed class RestCall<TRequest, TResponse>(CallerInterceptor interceptor, UnaryServerMethod<TRequest, TResponse> serve) : RestCall
    where TRequest : class
    where TResponse : class
{
    public override async Task<IMessage> AnswerAsync(HttpContext http, HttpOperation operation)
    {
        // The body is read behind the interceptor: nobody without a token makes the service read and parse megabytes. It looks at the request's type only.
        async Task<TResponse> ReadAndServe(TRequest none, ServerCallContext call) => await serve((TRequest)await ReadAsync(http, operation), call);

        return (IMessage)await interceptor.UnaryServerHandler<TRequest, TResponse>(null!, new RestCallContext(http, operation.Method), ReadAndServe);
    }

    private static async Task<IMessage> ReadAsync(HttpContext http, HttpOperation operation)
    {
        try
        {
            return await HttpBinding.ReadAsync(operation.Rpc.InputType, http, BodyLimit, http.RequestAborted);
        }
        catch (Exception fault) when (fault is FieldFaultException or BadHttpRequestException or IOException)
        {
            throw RestErrors.ToRpc(fault);
        }
    }
}
