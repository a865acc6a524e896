using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A zone of the IANA database, by its name.</summary>
internal sealed class TimeZoneShape : Shape<TimeZoneInfo>
{
    public override string Label => "an IANA time zone, as Europe/Madrid or Etc/UTC";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out TimeZoneInfo value)
    {
        // The framework also knows Windows' names, and reads names as paths: only what looks like an IANA name is looked up.
        if (node is ScalarNode { Meaning: ScalarMeaning.Text, Text.Length: <= 64 } scalar
            && IsName(scalar.Text)
            && TimeZoneInfo.TryFindSystemTimeZoneById(scalar.Text, out var zone)
            && zone.HasIanaId)
        {
            value = zone;
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$" };

    private static bool IsName(string text) =>
        text is "UTC" || (text.Contains('/', StringComparison.Ordinal)
            && text.Split('/').All(part => part.Length > 0 && part.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '+' or '-')));
}
