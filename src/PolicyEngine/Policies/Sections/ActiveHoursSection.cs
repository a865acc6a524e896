using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>active_hours:</c>, when agents may act: days or ranges of days, each with its hours.</summary>
internal sealed class ActiveHoursSection : Shape<ActiveHours>
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly PolicyKey<ImmutableArray<MinuteRange>> Hours = new("mon-fri", new HoursShape(), "A day (mon tue wed thu fri sat sun) or a range of days, each day at most once. A day that is not named is closed.");
    private static readonly PolicyKey<Verdict> Outside = new("outside", new ChoiceShape<Verdict>([("require_approval", Verdict.RequireApproval), ("escalate", Verdict.Escalate), ("deny", Verdict.Deny)]), "What a tool call outside the hours asks for, OUTSIDE_ACTIVE_HOURS.") { Default = Verdict.Deny, DefaultText = "deny" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the active hours");

    public override string Label => "a map of days and hours";

    public override RecordShape Record { get; } = new Documented();

    public override bool TryRead(PolicyNode node, PolicyReading reading, out ActiveHours value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        // The days are keys of the author's own choice; the rest is a record as any other.
        var days = map.Entries.Where(entry => entry.Key != Outside.Name && entry.Key != Binds.Name).ToList();
        var rest = new RecordReader(MapNode.Merged(map, [.. map.Entries.Except(days)]), [Outside, Binds], reading);
        value = new ActiveHours { Days = ReadDays(days, reading), Outside = rest.Get(Outside), Enforcement = rest.Enforcement(Binds) };
        if (days.Count == 0)
        {
            reading.Fault(node, "names no day, and would never be open");
        }

        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var schema = Record.Schema(definitions);
        var properties = schema["properties"]!.AsObject();
        var hours = properties[Hours.Name]!;
        properties.Remove(Hours.Name);
        schema["patternProperties"] = new JsonObject { ["^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$"] = hours };
        return schema;
    }

    private static ImmutableArray<ImmutableArray<MinuteRange>> ReadDays(List<MapEntry> entries, PolicyReading reading)
    {
        var days = new ImmutableArray<MinuteRange>[7];
        Array.Fill(days, []);
        var namedBy = new string?[7];
        foreach (var entry in entries)
        {
            if (!TryDays(entry.Key, out var first, out var count))
            {
                reading.Fault(entry.KeyPlace, entry.Value.Path, $"must be a day, a range of days as mon-fri, outside or enforcement{NearestName.Hint(entry.Key, [.. DayNames, Outside.Name, Binds.Name])}");
                continue;
            }

            Hours.TryRead(entry.Value, reading, out var ranges);
            for (var i = first; i < first + count; i++)
            {
                if (namedBy[i % 7] is { } other)
                {
                    reading.Fault(entry.KeyPlace, entry.Value.Path, $"{DayNames[i % 7]} has its hours from {other} already");
                    break;
                }

                namedBy[i % 7] = entry.Key;
                days[i % 7] = ranges;
            }
        }

        return [.. days];
    }

    /// <summary>A range may run over the end of the week, as sat-mon.</summary>
    private static bool TryDays(string text, out int first, out int count)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        first = Array.IndexOf(DayNames, dash < 0 ? text : text[..dash]);
        var last = dash < 0 ? first : Array.IndexOf(DayNames, text[(dash + 1)..]);
        count = ((last - first + 7) % 7) + 1;
        return first >= 0 && last >= 0;
    }

    private sealed class Documented() : RecordShape(
        "active_hours",
        "When agents may act, by the wall clock of the tenant's time zone. Without this section they act at all hours. A document that has this section replaces its base's as a whole.",
        [Hours, Outside, Binds],
        isWhole: true);
}
