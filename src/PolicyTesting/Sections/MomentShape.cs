using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>A point in time, by the tenant's wall clock unless it has an offset.</summary>
internal sealed class MomentShape : Shape<Moment>
{
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    public override string Label => "a time by the tenant's clock, as 2026-06-15T10:00, or with an offset, as 2026-06-15T10:00+02:00, in the years 2000 to 2199";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Moment value)
    {
        if (node is ScalarNode { Meaning: ScalarMeaning.Text } scalar)
        {
            if (DateTime.TryParseExact(scalar.Text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && IsKept(local))
            {
                value = new Moment(local, null, node);
                return true;
            }

            if (DateTimeOffset.TryParseExact(scalar.Text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && IsKept(moment.DateTime))
            {
                value = new Moment(moment.DateTime, moment.Offset, node);
                return true;
            }
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) =>
        new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2})?$" };

    private static bool IsKept(DateTime local) => local.Year is >= Moment.FirstYear and <= Moment.LastYear;
}
