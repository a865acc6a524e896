using System.Text;
using System.Text.Json;

namespace AiDesk.Policy.Service.Records;

/// <summary>The id of a line's own record: <c>decision_id</c> of a decision, <c>record_id</c> of everything else.</summary>
internal static class RecordedId
{
    /// <summary>Null when the line is no record, as one that a crash cut short.</summary>
    public static Guid? Of(string line) => Of(Encoding.UTF8.GetBytes(line));

    /// <summary>As of a text; UTF-8.</summary>
    public static Guid? Of(ReadOnlySpan<byte> line)
    {
        try
        {
            // To its end: what was cut short has its id perhaps, and is none the less no record.
            var json = new Utf8JsonReader(line);
            var isDecision = false;
            Guid? found = null;
            while (json.Read())
            {
                if (found is not null || json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                {
                    continue;
                }

                if (json.ValueTextEquals("type"u8))
                {
                    json.Read();
                    isDecision = json.ValueTextEquals("decision"u8);
                }
                else if (json.ValueTextEquals(isDecision ? "decision_id"u8 : "record_id"u8))
                {
                    json.Read();
                    found = json.TryGetGuid(out var id) ? id : null;
                }
            }

            return found;
        }
        catch (JsonException)
        {
            // Not JSON, or not all of it.
        }

        return null;
    }
}
