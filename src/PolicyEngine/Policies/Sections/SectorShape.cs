using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A sector. One that is not listed is allowed and uses the standard rules, but a slip of the fingers must not switch a sector's rules off.</summary>
internal sealed class SectorShape : Shape<Sector>
{
    private static readonly (string Word, Sector Value)[] Known =
        [("fintech", Sector.Fintech), ("healthcare", Sector.Healthcare), ("retail", Sector.Retail), ("services", Sector.Services)];

    public override string Label => "fintech, healthcare, retail, services or another name of a-z, 0-9 and _";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Sector value)
    {
        value = Sector.Services;
        if (!Texts.Name.TryRead(node, reading, out var name))
        {
            return false;
        }

        foreach (var (word, sector) in Known)
        {
            if (string.Equals(word, name, StringComparison.Ordinal))
            {
                value = sector;
                return true;
            }
        }

        if (NearestName.Find(name, Known.Select(known => known.Word)) is { } meant)
        {
            reading.Fault(node, $"{name} is no sector with rules of its own; did you mean {meant}?");
            return false;
        }

        reading.Warn(node, $"{name} has no rules of its own: the standard rules hold");
        return true;
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["examples"] = new JsonArray("fintech", "healthcare", "retail", "services") };
}
