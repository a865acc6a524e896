using AiDesk.Tests.Contract;
using Grpc.Core;

namespace AiDesk.Tests.Fixtures;

/// <summary>Echoes, and does on the way what <c>behaviour</c> names.</summary>
public sealed class EchoService(CallCounter counter) : Echo.EchoBase
{
    public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
    {
        using var _ = counter.Enter(context);
        await Behaviours.RunAsync(request, context);
        return Answer(request);
    }

    public override async Task<EchoResponse> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        using var _ = counter.Enter(context);
        var text = string.Empty;
        var count = 0;
        while (await requestStream.MoveNext())
        {
            await Behaviours.RunAsync(requestStream.Current, context);
            text += requestStream.Current.Text;
            count++;
        }

        return new EchoResponse { Text = text, Count = count };
    }

    public override async Task Repeat(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        using var _ = counter.Enter(context);
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(new EchoResponse { Text = request.Text, Count = i, Payload = request.Payload });
        }

        await Behaviours.RunAsync(request, context);
    }

    public override async Task Converse(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        using var _ = counter.Enter(context);
        while (await requestStream.MoveNext())
        {
            await Behaviours.RunAsync(requestStream.Current, context);
            await responseStream.WriteAsync(Answer(requestStream.Current));
        }
    }

    private static EchoResponse Answer(EchoRequest request) => new() { Text = request.Text, Count = request.Count, Payload = request.Payload };
}
