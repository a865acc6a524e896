using System.Runtime.ExceptionServices;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>CheckStream: reads checks for as long as the stream lives and there is room for them, and ends when whatever was read is answered.</summary>
internal sealed class CheckStreamHandler(CheckAnswers answers, TimeProvider time, IHostApplicationLifetime lifetime, PolicyServiceOptions options)
{
    public async Task RunAsync(
        Caller caller, IAsyncStreamReader<Wire.CheckStreamRequest> requests, IServerStreamWriter<Wire.CheckStreamResponse> responses, CancellationToken cancellationToken)
    {
        using var life = new StreamLife(caller.Principal, time, lifetime, options, cancellationToken);
        var checks = new StreamedChecks(caller, answers, responses, life, cancellationToken);
        Exception? end = null;
        try
        {
            await ReadAsync(requests, checks, life);
        }
        catch (Exception fault)
        {
            end = fault is OperationCanceledException && life.Fault is { } cause ? cause : fault;
        }

        // Whatever ended it: what was read is answered before the status.
        life.Work();
        checks.WorkOff();
        await checks.AllAnsweredAsync();
        if ((checks.Fault ?? end) is { } why)
        {
            ExceptionDispatchInfo.Throw(why);
        }
    }

    private static async Task ReadAsync(IAsyncStreamReader<Wire.CheckStreamRequest> requests, StreamedChecks checks, StreamLife life)
    {
        while (true)
        {
            if (!checks.HasRoom)
            {
                checks.WorkOff();
                await checks.HasRoomAsync();
            }

            var next = requests.MoveNext(life.Token);
            if (!next.IsCompleted)
            {
                // No more is there: now what was. The clock is set only here, as most messages of a busy stream do not have to be waited for.
                checks.WorkOff();
                life.Await();
                await HasNextAsync(next);
                life.Work();
            }

            if (!await HasNextAsync(next))
            {
                return;
            }

            life.Look();
            life.Token.ThrowIfCancellationRequested();
            checks.Accept(requests.Current);
        }
    }

    private static async ValueTask<bool> HasNextAsync(Task<bool> next)
    {
        try
        {
            return await next;
        }
        catch (IOException gone)
        {
            throw new OperationCanceledException("the caller has gone", gone);
        }
    }
}
