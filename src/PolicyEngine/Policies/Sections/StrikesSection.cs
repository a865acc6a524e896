using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>strikes:</c>, warnings and then a block.</summary>
internal static class StrikesSection
{
    private static readonly StrikeRules Standard = new();

    private static readonly PolicyKey<Descriptor> Per = new("per", new DescriptorShape(arguments: false), "What strikes are counted by.") { Default = Standard.Per, DefaultText = "session_id" };
    private static readonly PolicyKey<ImmutableArray<StrikeCause>> Counts = new("counts", new ListShape<StrikeCause>(Choice.Of(StrikeCause.None), "injection, forbidden, shape, duplicate", 1, 4), "Faults that count as a strike.") { DefaultText = "all four" };
    private static readonly PolicyKey<int> BlockAt = new("block_at", new WholeNumberShape(1, 100), "Strikes at which the session is blocked, SESSION_BLOCKED. The first and second before that are warnings.") { Default = Standard.BlockAt, DefaultText = "3" };
    private static readonly PolicyKey<long> ForgetAfter = new("forget_after", new DurationShape(DurationText.Minute, 366 * DurationText.Day), "How long a strike counts.") { Default = Standard.ForgetAfterMs, DefaultText = "24h" };
    private static readonly PolicyKey<long> BlockFor = new("block_for", new DurationShape(DurationText.Minute, 366 * DurationText.Day), "How long a block lasts.") { Default = Standard.BlockForMs, DefaultText = "24h" };
    private static readonly PolicyKey<WhenMissing> Missing = Keys.WhenMissing(Standard.WhenMissing, "shared");
    private static readonly PolicyKey<OutageRule> Outage = Keys.Outage();
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("a block");

    public static RecordShape<StrikeRules> Shape { get; } = new(
        "strikes",
        "Warnings, then a block. Without this section nothing strikes.",
        [Per, Counts, BlockAt, ForgetAfter, BlockFor, Missing, Outage, Binds],
        strikes => new StrikeRules
        {
            Per = strikes.Get(Per),
            Counts = strikes.TryGet(Counts, out var counts) ? counts.Aggregate(StrikeCause.None, (all, cause) => all | cause) : Standard.Counts,
            BlockAt = strikes.Get(BlockAt),
            ForgetAfterMs = strikes.Get(ForgetAfter),
            BlockForMs = strikes.Get(BlockFor),
            WhenMissing = strikes.Get(Missing),
            Outage = strikes.TryGet(Outage, out var outage) ? outage : null,
            Enforcement = strikes.Enforcement(Binds),
        });
}
