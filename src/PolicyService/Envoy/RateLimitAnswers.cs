using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using EnvoyProxy.V3;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>From what the limits said to what Envoy hears.</summary>
internal static class RateLimitAnswers
{
    /// <param name="check">With the engine's answers.</param>
    /// <param name="work">The decision, closed.</param>
    /// <param name="descriptors">How many came: each gets a status.</param>
    public static RateLimitResponse Of(in RateCheck check, Evaluation work, int descriptors)
    {
        var goesOn = work.Decision.Verdict.LetsGoOn();
        var response = new RateLimitResponse { OverallCode = goesOn ? RateLimitResponse.Types.Code.Ok : RateLimitResponse.Types.Code.OverLimit };
        var answers = check.Answers.Span;

        // What refused none of them (a frozen tenant, a check that failed, too many descriptors) refused them all.
        var refusesAll = !goesOn && (answers.Length != descriptors || !AnyRefused(answers));
        for (var i = 0; i < descriptors; i++)
        {
            response.Statuses.Add(StatusOf(answers.Length == descriptors ? answers[i] : new RateAnswer(), work, refusesAll));
        }

        RateLimitHeaders.AddTo(response, answers, work);
        return response;
    }

    private static bool AnyRefused(ReadOnlySpan<RateAnswer> answers)
    {
        foreach (ref readonly var answer in answers)
        {
            if (answer.Refused)
            {
                return true;
            }
        }

        return false;
    }

    private static RateLimitResponse.Types.DescriptorStatus StatusOf(in RateAnswer answer, Evaluation work, bool refusesAll)
    {
        var status = new RateLimitResponse.Types.DescriptorStatus { Code = answer.Refused || refusesAll ? RateLimitResponse.Types.Code.OverLimit : RateLimitResponse.Types.Code.Ok };
        if (answer.Rule is not { } rule || answer.Operation < 0)
        {
            return status;
        }

        status.CurrentLimit = new RateLimitResponse.Types.RateLimit { Name = rule.Name, RequestsPerUnit = Fit(rule.Rate), Unit = UnitOf(rule) };
        ref readonly var reading = ref work.Counters.Readings[answer.Operation];
        status.LimitRemaining = Fit(reading.Remaining);
        status.DurationUntilReset = Duration.FromTimeSpan(UntilReset(reading, work.Counters.Readings.Now));
        return status;
    }

    /// <summary>None when all of the limit is there.</summary>
    public static TimeSpan UntilReset(in CounterReading reading, long now) =>
        reading.ResetAt is > 0 and < long.MaxValue ? TimeSpan.FromMilliseconds(Math.Max(0, reading.ResetAt - now)) : TimeSpan.Zero;

    public static uint Fit(long count) => (uint)Math.Clamp(count, 0, uint.MaxValue);

    /// <summary>A window of another length has no unit of Envoy's.</summary>
    private static RateLimitResponse.Types.RateLimit.Types.Unit UnitOf(RateRule rule) => (rule.Calendar, rule.WindowMs) switch
    {
        (CalendarUnit.Day, _) or (_, 24 * 3600_000L) => RateLimitResponse.Types.RateLimit.Types.Unit.Day,
        (CalendarUnit.Month, _) => RateLimitResponse.Types.RateLimit.Types.Unit.Month,
        (_, 1000) => RateLimitResponse.Types.RateLimit.Types.Unit.Second,
        (_, 60_000) => RateLimitResponse.Types.RateLimit.Types.Unit.Minute,
        (_, 3600_000) => RateLimitResponse.Types.RateLimit.Types.Unit.Hour,
        (_, 365 * 24 * 3600_000L) => RateLimitResponse.Types.RateLimit.Types.Unit.Year,
        _ => RateLimitResponse.Types.RateLimit.Types.Unit.Unknown,
    };
}
