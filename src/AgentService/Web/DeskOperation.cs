using AiDesk.Agent.Tenants;
using AiDesk.Hosting.Http;
using AiDesk.Identity;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AiDesk.Agent.Web;

/// <summary>One call of the desk, served over gRPC and over HTTP alike: who may make it, where it stands on HTTP, and what answers it.</summary>
internal abstract class DeskOperation(MethodDescriptor rpc, PrincipalRoles roles, string verb, string path) : HttpOperation(rpc, verb, path)
{
    /// <summary>Any of them.</summary>
    public PrincipalRoles Roles => roles;

    public abstract Task<IMessage> AnswerAsync(IMessage request, DeskCaller caller, IServiceProvider services, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class DeskOperation<TRequest, TResponse>(
    MethodDescriptor rpc, PrincipalRoles roles, string verb, string path, Func<IServiceProvider, TRequest, DeskCaller, CancellationToken, Task<TResponse>> answer)
    : DeskOperation(rpc, roles, verb, path)
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override async Task<IMessage> AnswerAsync(IMessage request, DeskCaller caller, IServiceProvider services, CancellationToken cancellationToken) =>
        await answer(services, (TRequest)request, caller, cancellationToken).ConfigureAwait(false);
}
