using System.Runtime.ExceptionServices;
using AiDesk.Policy.Service.Grpc.Admission;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>CheckStream: reads checks for as long as the stream lives and there is room for them, and ends when whatever was read is answered.</summary>
internal sealed class CheckStreamHandler(CheckAnswers answers, AdmissionGate gate, TimeProvider time, IHostApplicationLifetime lifetime, PolicyServiceOptions options)
{
    public async Task RunAsync(
        Caller caller, IAsyncStreamReader<Wire.CheckStreamRequest> requests, IServerStreamWriter<Wire.CheckStreamResponse> responses, CancellationToken cancellationToken)
    {
        using var life = new StreamLife(caller.Principal, time, lifetime, options, cancellationToken);
        using var writer = new AnswerWriter(responses, cancellationToken);
        var checks = new StreamedChecks(caller, answers, gate, writer, life, cancellationToken);
        ExceptionDispatchInfo? end = null;
        try
        {
            await ReadAsync(requests, checks, life);
        }
        catch (Exception fault)
        {
            end = ExceptionDispatchInfo.Capture(fault is OperationCanceledException && life.Fault is { } cause ? cause : fault);
        }

        life.Work();
        await checks.AllAnsweredAsync();
        end?.Throw();
        if (checks.Fault is { } broken)
        {
            ExceptionDispatchInfo.Throw(broken);
        }
    }

    private static async Task ReadAsync(IAsyncStreamReader<Wire.CheckStreamRequest> requests, StreamedChecks checks, StreamLife life)
    {
        while (true)
        {
            await checks.HasRoomAsync();
            var next = requests.MoveNext(life.Token);
            if (!next.IsCompleted)
            {
                // The clock is set only where there is something to wait for: most messages of a busy stream are there already.
                life.Await();
                await next;
                life.Work();
            }

            if (!await next)
            {
                return;
            }

            life.Look();
            life.Token.ThrowIfCancellationRequested();
            await checks.AcceptAsync(requests.Current);
        }
    }
}
