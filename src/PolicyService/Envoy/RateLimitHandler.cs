using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>
/// ShouldRateLimit: the limits that the descriptors name, all of them in one round trip, by the way of every check. It never ends with an error for what stands in
/// the request: Envoy lets requests go on after an error, unless it was told not to.
/// </summary>
internal sealed class RateLimitHandler(CheckPipeline pipeline, DecisionClosing closing, EvaluationPool pool)
{
    public async ValueTask<RateLimitResponse> HandleAsync(Caller caller, RateLimitRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var lease = pool.Rent();
        var work = lease.Work;
        var questions = RateQuestions.Of(request);
        var check = new RateCheck
        {
            Context = (questions.Length > 0 ? questions[0].Context : new CallContext()) with { Now = pipeline.Now, Language = caller.Snapshot.Language },
            Questions = questions,
            Answers = new RateAnswer[questions.Length],
        };
        var snapshot = await pipeline.RunAsync<RateCheck, RateSteps>(caller, check, RequestKey.None, work, cancellationToken);

        // There is nobody who settles: what a limit with a refund counted stays counted.
        await closing.CloseAsync(DecisionFacts.Of(caller, snapshot, RecordedRpc.ShouldRateLimit, check.Context, started), work);
        return RateLimitAnswers.Of(check, work, request.Descriptors.Count);
    }
}
