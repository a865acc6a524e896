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
        // What was cut short has its id perhaps, and is none the less no record.
        if (line.IsEmpty || line[^1] != (byte)'}')
        {
            return null;
        }

        try
        {
            var json = new Utf8JsonReader(line);
            var isDecision = false;
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
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
                    return json.TryGetGuid(out var id) ? id : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON.
        }

        return null;
    }
}
