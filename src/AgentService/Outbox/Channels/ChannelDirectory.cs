namespace AiDesk.Agent.Outbox.Channels;

/// <summary>Finds the channel that a tenant's setting names.</summary>
internal sealed class ChannelDirectory(WebhookOptions options, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _client = WebhookConnections.Create(options);

    /// <summary>The built-in conversation when both are null; the fault, in our words, when the setting cannot be used.</summary>
    public (IChannel? Channel, string? Fault) Find(string? settings)
    {
        if (ChannelSettings.Parse(settings) is not { } channel)
        {
            return (null, "the channel's setting is not understood");
        }

        ChannelCapability? capability = channel.Kind switch
        {
            "conversation" => ChannelCapability.Transactional,
            "webhook" => ChannelCapability.IdempotentByKey,
            "webhook_query" => ChannelCapability.Queryable,
            "webhook_once" => ChannelCapability.FireAndForget,
            _ => null,
        };
        if (capability is ChannelCapability.Transactional)
        {
            return (null, null);
        }

        if (capability is null)
        {
            return (null, "the channel's kind is none that we have");
        }

        if (!WebhookConnections.MayReach(options, channel.Url, out var address))
        {
            return (null, "the channel's address is not allowed");
        }

        return options.Keys.TryGetValue(channel.KeyId, out var secret) && secret.Length >= 32
            ? (new WebhookChannel(_client, address, secret, capability.Value, clock), null)
            : (null, "the channel's key is missing");
    }

    public void Dispose() => _client.Dispose();
}
