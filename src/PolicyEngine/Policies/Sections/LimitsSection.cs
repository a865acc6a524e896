using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>One entry of <c>limits:</c>.</summary>
internal static class LimitsSection
{
    /// <summary>Limits and budgets of a policy together: one decision's batch holds 32 operations, and what is not a limit needs the other twelve.</summary>
    public const int Most = 20;

    private static readonly PolicyKey<string> Name = new("name", Texts.Name, "Unique among the limits; findings and usage name it.") { Required = true, Default = "" };
    private static readonly PolicyKey<Descriptor> Per = new("per", new DescriptorShape(arguments: true), "What is counted by.") { Required = true };
    private static readonly PolicyKey<Rate> RateOf = new("rate", new RateShape(), "Hits per length of time. A rate per day or month follows the tenant's calendar and needs algorithm fixed.") { Required = true };
    private static readonly PolicyKey<RateAlgorithm> Algorithm = new("algorithm", Choice.Of<RateAlgorithm>(), "fixed (windows of the clock), sliding (the last window's worth of time) or gcra (a steady pace with a burst).") { Default = RateAlgorithm.Sliding, DefaultText = "sliding; fixed for a rate per day or month" };
    private static readonly PolicyKey<int> Burst = new("burst", new WholeNumberShape(1, 1_000_000), "gcra: hits that may come at once.") { Default = 1, DefaultText = "1" };
    private static readonly PolicyKey<bool> CountDenied = new("count_denied", new SwitchShape(), "A hit that the limit denied counts too: whoever hammers stays out.") { DefaultText = "false" };
    private static readonly PolicyKey<bool> Refund = new("refund", new SwitchShape(), "A call whose work was not done gives its hit back: Settle with RELEASE, once, and while the hit still counts. Whoever may settle may then ask again.") { DefaultText = "false" };
    private static readonly PolicyKey<ImmutableArray<LimitedCheck>> On = new("applies_to", new ListShape<LimitedCheck>(Choice.Of<LimitedCheck>(), "input, tool_call, proxy", 1, 3, single: true), "The checks that it limits; proxy: none of them, only requests for which a proxy asks for it by name (docs/envoy.md).") { Default = [LimitedCheck.Input], DefaultText = "input; tool_call when it counts by an argument" };
    private static readonly PolicyKey<WhenMissing> Missing = Keys.WhenMissing(WhenMissing.Shared, "shared");
    private static readonly PolicyKey<OutageRule> Outage = Keys.Outage(OutageRule.Local, "local");
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the limit");

    public static RecordShape<RateRule> Shape { get; } = new(
        "limits[]",
        "How often. A call over a limit is denied, RATE_LIMITED. Limits and budgets together are at most 20.",
        [Name, Per, RateOf, Algorithm, Burst, CountDenied, Refund, ShareSection.Key, On, Missing, Outage, Binds],
        Read,
        isWhole: true);

    private static RateRule Read(RecordReader limit)
    {
        var per = limit.Get(Per);
        var rate = limit.Get(RateOf);
        var isCalendar = rate.Calendar != CalendarUnit.None;
        var algorithm = limit.TryGet(Algorithm, out var said) ? said : isCalendar ? RateAlgorithm.Fixed : RateAlgorithm.Sliding;
        var isArgument = per.Source == DescriptorSource.Argument;
        var on = limit.TryGet(On, out var checks)
            ? checks.Aggregate((LimitedCheck)0, (all, check) => all | check)
            : isArgument ? LimitedCheck.ToolCall : LimitedCheck.Input;
        if (isCalendar && algorithm != RateAlgorithm.Fixed)
        {
            limit.Fault(Algorithm, "must be fixed for a rate per day or month");
        }

        if (limit.Has(Burst) && algorithm != RateAlgorithm.Gcra)
        {
            limit.Fault(Burst, "belongs to algorithm gcra only");
        }

        if (limit.TryGet(ShareSection.Key, out var share) && algorithm == RateAlgorithm.Gcra)
        {
            limit.Fault(ShareSection.Key, "belongs to algorithm fixed and sliding: hits that are taken in advance have no steady pace");
        }

        if (isArgument && on != LimitedCheck.ToolCall)
        {
            limit.Fault(On, "must be tool_call alone: nothing else has arguments to count by");
        }

        var rule = new RateRule
        {
            Name = limit.Get(Name),
            Per = per,
            Rate = rate.Hits,
            WindowMs = rate.WindowMs,
            Algorithm = algorithm,
            Burst = limit.Get(Burst),
            Calendar = rate.Calendar,
            CountDenied = limit.Get(CountDenied),
            Refund = limit.Get(Refund),
            Share = share,
            On = on,
            WhenMissing = limit.Get(Missing),
            Outage = limit.Get(Outage),
            Enforcement = limit.Enforcement(Binds),
        };
        if (rule.Rate > 0 && !isCalendar && !rule.IsExact)
        {
            limit.Fault(Burst, "is too much for so long a window: burst times the window's milliseconds is 9,007,199,254,740,991 at most");
        }

        return rule;
    }
}
