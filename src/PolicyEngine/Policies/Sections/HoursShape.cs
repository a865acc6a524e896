using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>Hours of a day: <c>"08:00-12:30, 14:00-20:00"</c>; a day ends at 24:00.</summary>
internal sealed class HoursShape : Shape<ImmutableArray<MinuteRange>>
{
    public override string Label => "hours as \"08:00-20:00\", several separated by commas";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out ImmutableArray<MinuteRange> value)
    {
        value = [];
        if (node is not ScalarNode { Meaning: ScalarMeaning.Text } scalar)
        {
            return RefuseHours(node, reading, out value);
        }

        var ranges = ImmutableArray.CreateBuilder<MinuteRange>();
        foreach (var part in scalar.Text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('-') is not [var opens, var closes] || !TryMinute(opens, out var from) || !TryMinute(closes, out var to))
            {
                return RefuseHours(node, reading, out value);
            }

            if (to <= from)
            {
                reading.Fault(node, $"{part} ends before it begins; hours past midnight belong to the next day");
                return false;
            }

            if (ranges.Count > 0 && from < ranges[^1].To)
            {
                reading.Fault(node, $"{part} begins before the hours that stand before it end");
                return false;
            }

            ranges.Add(new MinuteRange(from, to));
        }

        value = ranges.ToImmutable();
        return true;
    }

    public override JsonObject Schema(JsonObject definitions) => new()
    {
        ["type"] = "string",
        ["pattern"] = "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9](, *[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9])*$",
    };

    private bool RefuseHours(PolicyNode node, PolicyReading reading, out ImmutableArray<MinuteRange> value)
    {
        Refuse(node, reading, out value);
        value = [];
        return false;
    }

    private static bool TryMinute(string text, out int minute)
    {
        minute = 0;
        if (text.Length != 5 || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
        {
            return false;
        }

        minute = (hours * 60) + minutes;
        return minutes < 60 && minute <= 24 * 60;
    }
}
