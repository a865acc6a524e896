using System.Collections.Frozen;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>One entry of <c>budgets:</c>.</summary>
internal static class BudgetsSection
{
    private static readonly PolicyKey<string> Name = new("name", Texts.Name, "Unique among the budgets; findings and usage name it.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Unit = new("unit", Texts.Name, "credits (counted in millionths), tokens, or a unit of your own that tools name in cost.") { Required = true, Default = "" };
    private static readonly PolicyKey<CalendarUnit> Window = new("window", Choice.Of(CalendarUnit.None), "day or month of the tenant's time zone, or total: one window without end.") { Required = true, Default = CalendarUnit.Total };
    private static readonly PolicyKey<Descriptor> Per = new("per", new DescriptorShape(arguments: true), "What is counted by.") { Default = new Descriptor(DescriptorSource.Tenant), DefaultText = "tenant" };
    private static readonly PolicyKey<Quantity> Cap = new("cap", new QuantityShape(), "Most of the unit in a window, for everyone whom caps does not name.") { DefaultText = "unlimited" };
    private static readonly PolicyKey<IReadOnlyList<Named<Quantity>>> Caps = new("caps", new MapShape<Quantity>(Texts.Short, new QuantityShape(), "caps by campaign, department or whatever per counts by", 10_000, 1), "Caps of their own; one that neither names is unlimited.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<int> WarnAt = new("warn_at", new ThousandthsShape(), "Part of the cap from which a finding warns; 0 never.") { DefaultText = "0" };
    private static readonly PolicyKey<int> ApproveAt = new("approve_at", new ThousandthsShape(), "Part of the cap from which every tool call needs approval, whatever its risk; 0 never. Messages, which nobody can approve, are denied from there on.") { DefaultText = "0" };
    private static readonly PolicyKey<int> DenyAt = new("deny_at", new ThousandthsShape(), "Part of the cap from which calls are denied; a call that would go above the cap always is.") { Default = 1000, DefaultText = "1.0" };
    private static readonly PolicyKey<WhenMissing> Missing = Keys.WhenMissing(WhenMissing.Deny, "deny");
    private static readonly PolicyKey<OutageRule> Outage = Keys.Outage();
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the budget");

    public static RecordShape<BudgetRule> Shape { get; } = new(
        "budgets[]",
        "How much. A call's cost is held before it runs and settled after. Limits and budgets together are at most 20.",
        [Name, Unit, Window, Per, Cap, Caps, WarnAt, ApproveAt, DenyAt, ShareSection.Key, Missing, Outage, Binds],
        Read,
        isWhole: true);

    private static BudgetRule Read(RecordReader budget)
    {
        var rule = new BudgetRule
        {
            Name = budget.Get(Name),
            Unit = budget.Get(Unit),
            Per = budget.Get(Per),
            Window = budget.Get(Window),
            WarnAt = budget.Get(WarnAt),
            ApproveAt = budget.Get(ApproveAt),
            DenyAt = budget.Get(DenyAt),
            Share = budget.TryGet(ShareSection.Key, out var share) ? share : null,
            WhenMissing = budget.Get(Missing),
            Outage = budget.TryGet(Outage, out var outage) ? outage : null,
            Enforcement = budget.Enforcement(Binds),
        };
        CheckPoints(budget, rule);
        return rule with { Cap = ReadCap(budget, rule.Unit), Caps = ReadCaps(budget, rule), Reason = ReasonOf(rule) };
    }

    private static void CheckPoints(RecordReader budget, BudgetRule rule)
    {
        if (rule.DenyAt == 0)
        {
            budget.Fault(DenyAt, "is 0: every call would be denied");
        }
        else if (rule.DenyAt < rule.WarnAt)
        {
            budget.Fault(DenyAt, "is below warn_at: nothing would ever be warned of");
        }

        if (rule.ApproveAt > rule.DenyAt)
        {
            budget.Fault(ApproveAt, "is above deny_at: nothing would ever need approval");
        }
        else if (rule.ApproveAt > 0 && rule.ApproveAt < rule.WarnAt)
        {
            budget.Fault(ApproveAt, "is below warn_at: the warning would come after it");
        }

        if (!budget.Has(Cap) && !budget.Has(Caps))
        {
            budget.Reading.Fault(budget.Map, "has neither cap nor caps, and would limit nothing");
        }
    }

    private static long? ReadCap(RecordReader budget, string unit)
    {
        if (!budget.TryGet(Cap, out var cap) || !cap.TryCount(unit, budget.Reading, out var count))
        {
            return null;
        }

        if (count == 0)
        {
            budget.Fault(Cap, "is 0: nothing could ever be spent; remove the tools instead");
        }

        return count;
    }

    private static FrozenDictionary<string, long> ReadCaps(RecordReader budget, BudgetRule rule)
    {
        var caps = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, quantity, _) in budget.Get(Caps))
        {
            if (quantity.TryCount(rule.Unit, budget.Reading, out var count))
            {
                caps[name] = count;
            }
        }

        if (budget.Has(Caps) && rule.Per.Source == DescriptorSource.Tenant)
        {
            budget.Fault(Caps, "needs per: a tenant's budget has one cap");
        }

        if (rule.Per.Source == DescriptorSource.Department)
        {
            budget.Reading.Names.Departments.UnionWith(caps.Keys);
        }

        return caps.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>policy.md's three named reasons, else the general one.</summary>
    private static Reason ReasonOf(BudgetRule rule) => rule.Per.Source switch
    {
        DescriptorSource.Department => Reason.DepartmentBudgetExhausted,
        DescriptorSource.Argument when rule.Per.Pointer.Contains("campaign", StringComparison.Ordinal) => Reason.CampaignBudgetCap,
        DescriptorSource.Tenant when rule.Window == CalendarUnit.Day => Reason.DailyBudgetExhausted,
        _ => Reason.BudgetExhausted,
    };
}
