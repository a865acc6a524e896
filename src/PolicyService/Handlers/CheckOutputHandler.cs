using System.Diagnostics;
using AiDesk.Policy.Decisions;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>CheckOutput: before a reply leaves, whoever wrote it.</summary>
internal sealed class CheckOutputHandler(ReplyDecision decision, EvaluationPool pool)
{
    public async ValueTask<Wire.CheckOutputResponse> HandleAsync(Caller caller, Wire.CheckOutputRequest request, CancellationToken cancellationToken)
    {
        ReplyDecision.Validate(request);
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        return new Wire.CheckOutputResponse
        {
            Decision = await decision.MakeAsync(caller, request, null, ReplyEnd.Complete, started, work, cancellationToken),
            RedactedText = work.Decision.Obligations.HasFlag(Obligations.Redact) ? work.Cleaned[0].Text : "",
        };
    }
}
