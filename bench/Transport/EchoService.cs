using AiDesk.Bench.Contract;
using Grpc.Core;

namespace AiDesk.Bench.Transport;

/// <summary>The echo that goes through the layer.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    public override Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context) => Task.FromResult(new EchoMessage { Text = request.Text });

    public override async Task Converse(
        IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(CancellationToken.None))
        {
            await responseStream.WriteAsync(new EchoMessage { Text = requestStream.Current.Text }, CancellationToken.None);
        }
    }
}
