using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>
/// What two rate limiters in wide use answer, by the same kind of steps as <see cref="RateConformance"/>, and "=n" for a limit that is changed. Envoy counts
/// hits that it denies, which is <see cref="RateRule.CountDenied"/>; what lies near the limit is known from what remains. Gubernator's token bucket is a
/// fixed window, its leaky bucket is GCRA with the limit as burst. Where we differ the case says so.
/// </summary>
public abstract class VectorConformance : CounterStoreConformance
{
    public static TheoryData<string, string, int, int, int, int, string> Cases => new()
    {
        // whose, algorithm, limit, window, burst, count denied; steps
        { "Envoy: under, near, over", "Fixed", 15, 3_600_000, 1, 1, "+10 ok 5, +1 ok 4, +2 ok 2, +3 over 0" },
        { "Envoy: all under near", "Fixed", 20, 1000, 1, 1, "+2 ok 18, +3 ok 15" },
        { "Envoy: some over near", "Fixed", 8, 1000, 1, 1, "+5 ok 3, +2 ok 1" },
        { "Envoy: all over near", "Fixed", 20, 1000, 1, 1, "+16 ok 4, +3 ok 1" },
        { "Envoy: some over the limit", "Fixed", 20, 1000, 1, 1, "+19 ok 1, +3 over 0" },
        { "Envoy: in all three places", "Fixed", 20, 1000, 1, 1, "+15 ok 5, +7 over 0" },
        { "Envoy: all over the limit", "Fixed", 10, 1000, 1, 1, "+10 ok 0, +17 over 0, +3 over 0" },
        { "Envoy: limit per second", "Fixed", 10, 1000, 1, 1, "+4 ok 6, +1 ok 5" },
        { "Gubernator: over the limit", "Fixed", 2, 9000, 1, 0, "+1 ok 1, +1 ok 0, +1 over 0" },
        { "Gubernator: hits above one", "Fixed", 10, 9000, 1, 0, "+5 ok 5" },
        { "Gubernator: token bucket", "Fixed", 2, 5, 1, 0, "+1 ok 1, +1 ok 0, @100, +1 ok 1" },
        { "Gubernator: token bucket by the minute", "Fixed", 60, 60_000, 1, 0, "+1 ok 59, +1 ok 58, +58 ok 0, +1 over 0, @61000, ? ok 60" },
        { "Gubernator: drain over the limit; a peek at nothing left is over", "Fixed", 10, 30_000, 1, 1, "? ok 10, +1 ok 9, +100 over 0, ? over 0" },
        { "Gubernator: drain, leaky bucket", "Gcra", 10, 30_000, 10, 1, "? ok 10, +1 ok 9, +100 over 0, ? over 0" },
        {
            "Gubernator: leaky bucket", "Gcra", 10, 30_000, 10, 0,
            "+1 ok 9, @1000, +1 ok 8, @1000, +1 ok 7, @1500, ? ok 8, @3000, ? ok 9, +9 ok 0, +1 over 0, @3000, ? ok 1, @60000, ? ok 10, @60000, +10 ok 0, @29000, +9 ok 0, @3000, +1 ok 0"
        },
        {
            "Gubernator: leaky bucket with burst", "Gcra", 10, 30_000, 20, 0,
            "+1 ok 19, @1000, +1 ok 18, @1000, +1 ok 17, @1500, ? ok 18, @3000, ? ok 19, +19 ok 0, +1 over 0, @3000, ? ok 1, @60000, ? ok 20"
        },
        { "Gubernator: leaky bucket by the minute", "Gcra", 60, 60_000, 60, 0, "+1 ok 59, @500, +1 ok 58, @1000, +1 ok 58" },
        { "Gubernator: leaky bucket with half a millisecond a hit", "Gcra", 2000, 1000, 2000, 0, "+1 ok 1999, +100 ok 1899" },
        { "Gubernator: changed limit", "Fixed", 100, 9000, 1, 0, "+1 ok 99, +1 ok 98, =10, +1 ok 7, +1 ok 6, =200, +1 ok 195" },
        { "Gubernator: negative hits; theirs raise what remains above the limit, ours give back what was counted", "Fixed", 2, 9000, 1, 0, "+-1 ok 2, +-1 ok 2, +2 ok 0, +-1 ok 1" },
        { "Gubernator: negative hits, leaky bucket", "Gcra", 10, 30_000, 10, 0, "+1 ok 9, +-1 ok 10, +10 ok 0, +-1 ok 1" },
        { "Gubernator: negative hits after draining", "Fixed", 10, 30_000, 1, 1, "+1 ok 9, +100 over 0, +-1 ok 0, +-100 ok 10" },
        { "Gubernator: negative hits after draining, leaky bucket", "Gcra", 10, 30_000, 10, 1, "+1 ok 9, +100 over 0, +-1 ok 1, +-100 ok 10" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ApplyAsync_VectorsOfOthers_AnswerTheSame(string whose, string algorithm, int limit, int windowMs, int burst, int countDenied, string steps)
    {
        // Both begin a window with the first hit, ours with the clock's.
        Clock.Advance(windowMs - (Clock.Milliseconds % windowMs));
        var rule = Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), limit, windowMs, burst, countDenied == 1);
        foreach (var step in steps.Split(", "))
        {
            switch (step[0])
            {
                case '@':
                    Clock.Advance(Number(step));
                    continue;
                case '=':
                    rule = rule with { Rate = Number(step) };
                    continue;
            }

            var parts = step.Split(' ');
            var reading = await One(Operation.Rate(rule, step[0] == '?' ? 0 : Number(parts[0])));
            (reading.State == CounterState.Over ? "over" : "ok").ShouldBe(parts[1], $"{whose}: {step} in {steps}");
            reading.Remaining.ShouldBe(int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), $"{whose}: {step} in {steps}");
        }
    }

    private static int Number(string step) => int.Parse(step.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
