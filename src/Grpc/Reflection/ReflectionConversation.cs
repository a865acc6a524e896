using Grpc.Core;
using Grpc.Server;
using Microsoft.Extensions.Hosting;

namespace Grpc.Reflection;

/// <summary>Holds a reflection stream until the client has no more questions, or the host stops.</summary>
internal sealed class ReflectionConversation(MappedServices mapped, IHostApplicationLifetime lifetime)
{
    private readonly Lazy<ReflectionAnswers> _answers = new(() => new ReflectionAnswers(new SymbolIndex(mapped.Descriptors)));

    public async Task RunAsync<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, Func<ReflectionAnswers, TRequest, TResponse> answer)
    {
        try
        {
            while (await requests.MoveNext(lifetime.ApplicationStopping))
            {
                await responses.WriteAsync(answer(_answers.Value, requests.Current), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is shutting down."));
        }
    }
}
