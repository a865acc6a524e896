namespace AiDesk.Agent.Outbox.Channels;

/// <summary>Where webhooks may go, and what signs them.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Hosts besides loopback, as they stand in the URL. Empty by default: nothing leaves the machine.</summary>
    public IReadOnlySet<string> AllowedHosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys by id, each at least 32 bytes. A channel whose key is missing sends nothing.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Keys { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
}
