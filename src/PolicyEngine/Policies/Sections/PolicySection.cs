using System.Collections.Frozen;
using System.Collections.Immutable;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Records;
using AiDesk.Policy.Text;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A policy document as a whole.</summary>
internal static class PolicySection
{
    private static readonly PolicyKey<string> Tenant = new("tenant", Texts.Tenant, "The tenant's id, which is also the name of its folder. Not in a base.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Extends = new("extends", Texts.Short, "A base of the folder _base that this document is laid over, as _base/retail: maps are merged key by key, everything else is replaced.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<Sector> SectorOf = new("sector", new SectorShape(), "fintech, healthcare and retail have rules of their own; services and every other one use the standard rules.") { DefaultText = "services" };
    private static readonly PolicyKey<Language> Locale = new("locale", new LocaleShape(), "Default language of what people are shown.") { DefaultText = "en" };
    private static readonly PolicyKey<TimeZoneInfo> Zone = new("time_zone", new TimeZoneShape(), "Calendar windows and active hours are in this zone.") { Default = TimeZoneInfo.Utc, DefaultText = "Etc/UTC" };
    private static readonly PolicyKey<Persona> PersonaOf = new("persona", PersonaSection.Shape, "Who the agent is.") { Default = Persona.Default };
    private static readonly PolicyKey<AutopilotRules> Autopilot = new("autopilot", AutopilotSection.Shape, "How far the agent may go by itself.") { Default = AutopilotRules.Standard, DefaultText = "level 1" };
    private static readonly PolicyKey<IReadOnlyList<Named<string>>> Departments = new("departments", new MapShape<string>(Texts.Short, Texts.Short, "departments by person or tool", 10_000), "A person's or tool's department; a caller that claims another is refused.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<AttributeDefinition>>> Attributes = new("attributes", new MapShape<AttributeDefinition>(Texts.Name, AttributesSection.Shape, "attributes by name", 32), "Values that conditions may read.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<InputRules> Input = new("input", InputSection.Shape, "What a customer's message must be.");
    private static readonly PolicyKey<StrikeRules> Strikes = new("strikes", StrikesSection.Shape, "Warnings, then a block.") { DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<RateRule>> Limits = new("limits", new ListShape<RateRule>(LimitsSection.Shape, "rate limits", 0, LimitsSection.Most), "How often.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<BudgetRule>> Budgets = new("budgets", new ListShape<BudgetRule>(BudgetsSection.Shape, "budgets", 0, LimitsSection.Most), "How much.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ActiveHours> Hours = new("active_hours", new ActiveHoursSection(), "When agents may act.") { DefaultText = "always" };
    private static readonly PolicyKey<EscalationRules> Escalation = new("escalation", EscalationSection.Shape, "Who decides on what is escalated.") { Default = new EscalationRules() };
    private static readonly PolicyKey<ApprovalRules> Approvals = new("approvals", ApprovalsSection.Shape, "Held calls.") { Default = ApprovalRules.Standard };
    private static readonly PolicyKey<IReadOnlyList<Named<ToolDefinition>>> Tools = new("tools", new MapShape<ToolDefinition>(Texts.ToolName, ToolsSection.Shape, "tools by name", ToolsSection.Most), "What agents may use.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<ReviewRule>> Reviews = new("reviews", new ListShape<ReviewRule>(ReviewsSection.Shape, "reviews", 0, ReviewsSection.Most), "Another department must have looked.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<OutputRules> Output = new("output", OutputSection.Shape, "What a reply must not hold.");
    private static readonly PolicyKey<ProvenanceRules> Provenance = new("provenance", ProvenanceSection.Shape, "Where the values of arguments may come from.") { Default = ProvenanceRules.Standard };
    private static readonly PolicyKey<RecordRules> Records = new("records", RecordsSection.Shape, "What is kept of decisions.") { Default = new RecordRules() };

    public static RecordShape<PolicySnapshot> Shape { get; } = new(
        "policy.yaml",
        "One tenant's policy. A key that is not listed here is an error.",
        [Tenant, Extends, SectorOf, Locale, Zone, PersonaOf, Autopilot, Keys.TenantEnforcement, Departments, Attributes, Input, Strikes, Limits, Budgets, Hours, Escalation, Approvals, Tools, Reviews, Provenance, Output, Records],
        Read);

    /// <summary>In the order in which sections know of each other: names before the conditions that use them.</summary>
    private static PolicySnapshot Read(RecordReader policy)
    {
        var reading = policy.Reading;
        reading.Enforcement = policy.Get(Keys.TenantEnforcement);
        policy.Get(Extends);
        if (policy.TryGet(Tenant, out var tenant) && !string.Equals(tenant, reading.Sources.Tenant, StringComparison.Ordinal))
        {
            policy.Fault(Tenant, $"is {tenant}, but the folder is {reading.Sources.Tenant}");
        }

        var persona = policy.Get(PersonaOf);
        reading.Spoken = persona.Refusal;
        var attributes = policy.Get(Attributes);
        foreach (var attribute in attributes)
        {
            reading.Names.Attributes[attribute.Name] = attribute.Value;
        }

        var departments = policy.Get(Departments).ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        reading.Names.Departments.UnionWith(departments.Values);
        var budgets = policy.Get(Budgets);
        var limits = policy.Get(Limits);
        var tools = policy.Get(Tools).ToFrozenDictionary(tool => tool.Name, tool => WithDepartment(policy, tool, departments), StringComparer.Ordinal);
        NameFacts(policy, tools);
        var snapshot = new PolicySnapshot
        {
            Tenant = tenant,
            Version = "",
            Sector = policy.Get(SectorOf),
            Language = policy.Get(Locale),
            TimeZone = policy.Get(Zone),
            Persona = persona,
            AutopilotLevel = policy.Get(Autopilot).Level,
            Enforcement = reading.Enforcement,
            Departments = departments.ToFrozenDictionary(StringComparer.Ordinal),
            Attributes = reading.Names.Attributes.ToFrozenDictionary(StringComparer.Ordinal),
            Input = policy.TryGet(Input, out var input) ? input : InputSection.Absent(reading),
            Strikes = policy.TryGet(Strikes, out var strikes) ? strikes : null,
            Limits = limits,
            Budgets = budgets,
            ActiveHours = policy.TryGet(Hours, out var hours) ? hours : null,
            Escalation = policy.Get(Escalation),
            ApprovalExpiryMs = policy.Get(Approvals).ExpireAfterMs,
            Tools = tools,
            Reviews = policy.Get(Reviews),
            Output = (policy.TryGet(Output, out var output) ? output : OutputSection.Absent(reading)) with { ToolNames = [.. tools.Keys.Order(StringComparer.Ordinal)] },
            Provenance = policy.TryGet(Provenance, out var provenance) ? provenance : ProvenanceSection.Absent(reading),
            Records = policy.Get(Records),
        };
        PolicyChecks.Run(policy, snapshot);
        return snapshot;
    }

    private static ToolDefinition WithDepartment(RecordReader policy, Named<ToolDefinition> tool, Dictionary<string, string> departments)
    {
        if (!departments.TryGetValue(tool.Name, out var department))
        {
            if (tool.Value.Department.Length > 0)
            {
                policy.Reading.Names.Departments.Add(tool.Value.Department);
            }

            return tool.Value;
        }

        if (tool.Value.Department.Length > 0 && !string.Equals(tool.Value.Department, department, StringComparison.Ordinal))
        {
            policy.Reading.Fault(tool.Node, $"its department is {tool.Value.Department} here and {department} in departments");
        }

        return tool.Value with { Department = department };
    }

    private static void NameFacts(RecordReader policy, FrozenDictionary<string, ToolDefinition> tools)
    {
        var facts = policy.Reading.Names.Facts;
        facts.UnionWith(tools.Keys);
        facts.UnionWith(tools.Values.Select(tool => tool.Kind).Where(kind => kind != ToolKind.Unspecified).Select(kind => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));
        if (policy.Map.Find(Reviews.Name) is Documents.ListNode reviews)
        {
            // Reviews name each other's facts, so their names are wanted before they are read.
            facts.UnionWith(reviews.Items.OfType<Documents.MapNode>().Select(review => review.Find("name")).OfType<Documents.ScalarNode>().Select(name => $"{name.Text}_review"));
        }
    }
}
