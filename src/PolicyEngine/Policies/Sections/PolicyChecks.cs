using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>What can only be seen with all sections side by side.</summary>
internal static class PolicyChecks
{
    public static void Run(RecordReader policy, PolicySnapshot snapshot)
    {
        var reading = policy.Reading;
        CheckUnique(policy.Map.Find("limits"), reading, "limit");
        CheckUnique(policy.Map.Find("budgets"), reading, "budget");
        CheckUnique(policy.Map.Find("reviews"), reading, "review");
        if (snapshot.Limits.Length + snapshot.Budgets.Length > LimitsSection.Most)
        {
            reading.Fault(policy.Map.Find("budgets") ?? policy.Map, $"with {snapshot.Limits.Length} limits and {snapshot.Budgets.Length} budgets; together at most {LimitsSection.Most} are allowed");
        }

        if (snapshot.Reviews.Count(review => review.UnlessDone.Length > 0) > ReviewsSection.MostFacts)
        {
            reading.Fault(policy.Map.Find("reviews")!, $"more than {ReviewsSection.MostFacts} reviews name a fact with done");
        }

        CheckArguments(policy.Map.Find("limits"), snapshot.Limits.Select(limit => limit.Per), reading);
        CheckArguments(policy.Map.Find("budgets"), snapshot.Budgets.Select(budget => budget.Per), reading);
        WarnOfTools(policy.Map.Find("tools"), snapshot, reading);
    }

    private static void CheckUnique(PolicyNode? section, PolicyReading reading, string what)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in (section as ListNode)?.Items.OfType<MapNode>() ?? [])
        {
            if (entry.Find("name") is ScalarNode name && !names.Add(name.Text))
            {
                reading.Fault(name, $"there is another {what} named {name.Text}");
            }
        }
    }

    /// <summary>A limit by an argument that no tool has would never count anything.</summary>
    private static void CheckArguments(PolicyNode? section, IEnumerable<Descriptor> descriptors, PolicyReading reading)
    {
        var tools = reading.Names.Tools.Values;
        foreach (var pointer in descriptors.Where(per => per.Source == DescriptorSource.Argument).Select(per => per.Pointer).Distinct(StringComparer.Ordinal))
        {
            if (!tools.Any(tool => ArgumentPlace.IsPossible(tool.Arguments, pointer)))
            {
                reading.Fault(PerNode(section, pointer) ?? section!, $"{pointer} is not among the arguments of any tool");
            }
        }
    }

    private static PolicyNode? PerNode(PolicyNode? section, string pointer) => (section as ListNode)?.Items.OfType<MapNode>()
        .Select(entry => entry.Find("per")).FirstOrDefault(per => per is ScalarNode named && named.Text.EndsWith(pointer, StringComparison.Ordinal));

    private static void WarnOfTools(PolicyNode? section, PolicySnapshot snapshot, PolicyReading reading)
    {
        foreach (var tool in snapshot.Tools.Values)
        {
            var node = (section as MapNode)?.Find(tool.Name);
            if (node is null)
            {
                continue;
            }

            if (tool.Modes == ToolModes.Autopilot && tool.Level > snapshot.AutopilotLevel)
            {
                reading.Warn(node, $"can never be used: it is for autopilot only, needs level {tool.Level}, and autopilot.level is {snapshot.AutopilotLevel}");
            }

            foreach (var unit in tool.Cost.Select(cost => cost.Unit).Where(unit => !snapshot.Budgets.Any(budget => budget.Unit == unit)))
            {
                reading.Warn(node, $"costs {unit}, which no budget counts");
            }

            if (node is MapNode map && map.Find("arguments") is null)
            {
                reading.Warn(node, "has no arguments schema: every JSON object is accepted");
            }
        }
    }
}
