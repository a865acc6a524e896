using System.Globalization;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>What the client is told of its limits: those of the descriptor that refused it, else of the one of which least is left.</summary>
internal static class RateLimitHeaders
{
    public static void AddTo(RateLimitResponse response, ReadOnlySpan<RateAnswer> answers, Evaluation work)
    {
        var isOver = response.OverallCode == RateLimitResponse.Types.Code.OverLimit;
        if (Tightest(answers, work) is { } answer)
        {
            ref readonly var reading = ref work.Counters.Readings[answer.Operation];
            var reset = (long)Math.Ceiling(RateLimitAnswers.UntilReset(reading, work.Counters.Readings.Now).TotalSeconds);
            Add(response, "x-ratelimit-limit", answer.Rule!.Rate);
            Add(response, "x-ratelimit-remaining", reading.Remaining);
            Add(response, "x-ratelimit-reset", reset);
            if (isOver && reset > 0)
            {
                Add(response, "retry-after", reset);
            }
        }

        if (isOver)
        {
            Add(response, EnvoyHeaders.Reason, WireNames.Of((Wire.Reason)work.Decision.Reason));
            Add(response, EnvoyHeaders.Decision, work.Decision.Id.ToString());
        }
    }

    private static RateAnswer? Tightest(ReadOnlySpan<RateAnswer> answers, Evaluation work)
    {
        RateAnswer? tightest = null;
        foreach (ref readonly var answer in answers)
        {
            if (answer.Operation >= 0 && (tightest is not { } least || Rank(answer, work).CompareTo(Rank(least, work)) < 0))
            {
                tightest = answer;
            }
        }

        return tightest;
    }

    private static (bool Passed, long Remaining) Rank(in RateAnswer answer, Evaluation work) => (!answer.Refused, work.Counters.Readings[answer.Operation].Remaining);

    private static void Add(RateLimitResponse response, string key, long value) => Add(response, key, value.ToString(CultureInfo.InvariantCulture));

    private static void Add(RateLimitResponse response, string key, string value) => response.ResponseHeadersToAdd.Add(new HeaderValue { Key = key, Value = value });
}
