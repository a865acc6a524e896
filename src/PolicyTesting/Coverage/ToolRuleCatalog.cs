using AiDesk.Policy.Checks;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>tools:</c>, one by one, with the rules that no file can turn off.</summary>
internal static class ToolRuleCatalog
{
    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot)
    {
        yield return new("tools.unknown", seen => seen.Found("tool.unknown"));
        foreach (var tool in snapshot.Tools.Values.OrderBy(tool => tool.Name, StringComparer.Ordinal))
        {
            foreach (var rule in OfAccess(snapshot, tool).Concat(OfControl(snapshot, tool)).Concat(OfSector(snapshot, tool)).Concat(OfOutput(tool)))
            {
                yield return rule with { Fires = seen => seen.Tool == tool.Name && rule.Fires(seen) };
            }
        }

        if (snapshot.Tools.Count > 0)
        {
            yield return new("tools.forbidden_words", seen => seen.Kind == ObservedKind.ToolCall && seen.Found(found => found.Check == CheckKind.ForbiddenWords));
            yield return new("tools.output.injection", seen => seen.Kind == ObservedKind.ToolOutput && seen.Found(found => found.Check == CheckKind.Injection));
            yield return new("tools.output.error", seen => seen.Kind == ObservedKind.ToolOutput && seen.Work.ErrorKey.Length > 0);
        }

        if (snapshot.ActiveHours is not null)
        {
            yield return new("active_hours.outside", seen => seen.Found("active_hours.outside"));
        }
    }

    private static IEnumerable<CoverageRule> OfAccess(PolicySnapshot snapshot, ToolDefinition tool)
    {
        var place = "tools." + tool.Name;
        if (tool.Modes != (ToolModes.Copilot | ToolModes.Autopilot))
        {
            yield return new(place + ".modes", seen => seen.Found("tool.mode"));
        }

        if (tool.Level > snapshot.AutopilotLevel && tool.Modes.HasFlag(ToolModes.Autopilot))
        {
            yield return new(place + ".level", seen => seen.Found("tool.level"));
        }

        if (!ReferenceEquals(tool.Arguments, ArgumentSchema.Any))
        {
            yield return new(place + ".arguments", seen => seen.Found("arguments.invalid"));
        }
    }

    private static IEnumerable<CoverageRule> OfControl(PolicySnapshot snapshot, ToolDefinition tool)
    {
        var place = "tools." + tool.Name;
        yield return new(place + ".risk", seen => seen.Kind == ObservedKind.ToolCall && seen.Work.Risk != RiskLevel.None);
        if (tool.Level >= 3)
        {
            yield return new(place + ".level_3", seen => seen.Found("risk.level_3"));
        }

        if (tool.Kind is ToolKind.Billing or ToolKind.Cancellation)
        {
            var code = tool.Kind == ToolKind.Billing ? "risk.billing" : "risk.cancellation";
            yield return new($"{place}.{code["risk.".Length..]}", seen => seen.Found(code));
        }

        if (tool.SideEffect == SideEffect.External)
        {
            yield return new(place + ".taint", seen => seen.Kind == ObservedKind.ToolCall && seen.Found(ToolCallReadings.TaintCode));
        }

        if (tool.SideEffect == SideEffect.External && tool.Modes.HasFlag(ToolModes.Copilot))
        {
            yield return new(place + ".copilot_review", seen => seen.Found("copilot.external"));
        }

        if (tool.Name == ToolCallPlanner.MessageTool)
        {
            yield return new(place + ".one_per_run", seen => seen.Found("run.second_message"));
        }
    }

    private static IEnumerable<CoverageRule> OfSector(PolicySnapshot snapshot, ToolDefinition tool)
    {
        var place = $"tools.{tool.Name}.sector.";
        switch (snapshot.Sector)
        {
            case Sector.Fintech:
                if (tool.Kind == ToolKind.CreateProposal)
                {
                    yield return new(place + "compliance_alert", seen => seen.Found("sector.fintech_compliance_alert"));
                }

                if (!tool.Money.IsEmpty)
                {
                    yield return new(place + "money", seen => seen.Found("sector.fintech_money"));
                }

                break;
            case Sector.Healthcare when tool is { SideEffect: SideEffect.External, Kind: ToolKind.Communication or ToolKind.Publish or ToolKind.CreateProposal }:
                yield return new(place + "legal_review", seen => seen.Found(SectorRules.HealthcareReview));
                break;
            case Sector.Retail when tool.Kind is ToolKind.Discount or ToolKind.Pricing:
                yield return new(place + "price", seen => seen.Found("sector.retail_price"));
                break;
            case Sector.Retail when RiskRules.IsContent(tool.Kind):
                var lowered = RiskRules.Of(Sector.Retail, tool, RiskLevel.None, movesMoney: false);
                yield return new(place + "content", seen => seen.Kind == ObservedKind.ToolCall && seen.Work.Risk == lowered);
                break;
        }
    }

    private static IEnumerable<CoverageRule> OfOutput(ToolDefinition tool)
    {
        if (!ReferenceEquals(tool.Output, OutputField.Nothing))
        {
            yield return new($"tools.{tool.Name}.output", seen => seen.Kind == ObservedKind.ToolOutput && seen.Work.DroppedCount > 0);
        }
    }
}
