using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

internal sealed record AutopilotRules(int Level)
{
    public static AutopilotRules Standard { get; } = new(1);
}

/// <summary><c>autopilot:</c></summary>
internal static class AutopilotSection
{
    private static readonly PolicyKey<int> Level = new("level", new WholeNumberShape(1, 3), "Tools of a higher level are not allowed in autopilot. A caller that claims more gets this.") { Required = true, Default = 1 };

    public static RecordShape<AutopilotRules> Shape { get; } = new(
        "autopilot", "How far the agent may go by itself.", [Level], autopilot => new AutopilotRules(autopilot.Get(Level)));
}
