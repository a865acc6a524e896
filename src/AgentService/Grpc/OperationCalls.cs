using System.Collections.Frozen;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.Web;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Agent.Grpc;

/// <summary>Hands a gRPC call to its operation, with the caller that <see cref="DeskInterceptor"/> has identified.</summary>
internal sealed class OperationCalls(IServiceProvider services)
{
    private static readonly FrozenDictionary<string, DeskOperation> Operations = DeskOperations.All.ToFrozenDictionary(operation => operation.Method, StringComparer.Ordinal);

    public async Task<TResponse> AnswerAsync<TResponse>(IMessage request, ServerCallContext context)
        where TResponse : IMessage =>
        (TResponse)await Operations[context.Method].AnswerAsync(request, context.GetHttpContext().Features.Get<DeskCaller>()!, services, context.CancellationToken).ConfigureAwait(false);
}
