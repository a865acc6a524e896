using System.Text.Json;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>What an event says besides its kind: names and short values, never personal text.</summary>
public sealed class EventDetail
{
    private static readonly EventDetail Empty = new([]);

    private readonly Dictionary<string, string> _values;

    private EventDetail(Dictionary<string, string> values) => _values = values;

    public static EventDetail Read(string json)
    {
        if (json.Length == 0)
        {
            return Empty;
        }

        using var document = JsonDocument.Parse(json);
        return new EventDetail(document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => TextOf(member.Value), StringComparer.Ordinal));
    }

    /// <summary>Empty when it says nothing of it.</summary>
    public string Text(string name) => _values.GetValueOrDefault(name, "");

    public bool Has(string name) => _values.ContainsKey(name);

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
