using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>Hits per length of time, or per day or month of the tenant's calendar.</summary>
internal readonly record struct Rate(long Hits, long WindowMs, CalendarUnit Calendar);

internal sealed class RateShape : Shape<Rate>
{
    private const long MostHits = 1_000_000_000;

    public override string Label => "a rate as 60/1m, 200/1h, 1000/day or 20000/month (1 to 1,000,000,000 hits; 1s to 366d)";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Rate value)
    {
        value = default;
        if (node is ScalarNode { Meaning: ScalarMeaning.Text } scalar
            && scalar.Text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            && long.TryParse(scalar.Text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var hits)
            && hits is > 0 and <= MostHits
            && TryWindow(scalar.Text.AsSpan(slash + 1), out var window, out var calendar))
        {
            value = new Rate(hits, window, calendar);
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["pattern"] = "^[0-9]+/([0-9]+(s|m|h|d)|day|month)$" };

    private static bool TryWindow(ReadOnlySpan<char> text, out long ms, out CalendarUnit calendar)
    {
        // A calendar window's length is that of its longest: what a store keeps a key for.
        (ms, calendar) = text switch
        {
            "day" => (DurationText.Day, CalendarUnit.Day),
            "month" => (31 * DurationText.Day, CalendarUnit.Month),
            _ => (0, CalendarUnit.None),
        };
        return calendar != CalendarUnit.None || (DurationText.TryParse(text, out ms) && ms is >= DurationText.Second and <= 366 * DurationText.Day);
    }
}
