using System.Text.Json;

namespace AiDesk.Agent.Outbox;

/// <summary>How a tenant has set a channel: an entry of <c>settings.channels</c>.</summary>
internal sealed record ChannelSettings
{
    /// <summary>conversation, webhook (takes a key once), webhook_query (can be asked), webhook_once (neither).</summary>
    public string Kind { get; init; } = "conversation";

    /// <summary>Where the webhook is; absolute, http or https.</summary>
    public string Url { get; init; } = "";

    /// <summary>Which of the service's keys signs.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>A channel that is not set is the built-in conversation. Null when the entry is not understood: nothing is sent then.</summary>
    public static ChannelSettings? Parse(string? json)
    {
        if (json is null)
        {
            return new ChannelSettings();
        }

        try
        {
            return JsonSerializer.Deserialize<ChannelSettings>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
}
