namespace AiDesk.Agent.Configuration;

/// <summary>Keys that sign what goes to webhooks, by the id that a channel's settings name.</summary>
internal static class WebhookKeys
{
    private const int ShortestKey = 32;

    /// <summary>From <c>id:base64,…</c>. Throws <see cref="FormatException"/> with what is wrong, which quotes no key.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Parse(string? text)
    {
        var keys = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var entry in text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var buffer = new byte[entry.Length];
            if (colon <= 0 || !Convert.TryFromBase64String(entry[(colon + 1)..], buffer, out var length) || length < ShortestKey)
            {
                throw new FormatException("an entry is not id:base64 of 32 bytes or more");
            }

            if (!keys.TryAdd(entry[..colon], buffer.AsMemory(0, length)))
            {
                throw new FormatException($"the id {entry[..colon]} stands twice");
            }
        }

        return keys;
    }
}
