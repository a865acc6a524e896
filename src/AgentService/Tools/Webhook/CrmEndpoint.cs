namespace AiDesk.Agent.Tools.Webhook;

/// <summary>A CRM outside that carries out a tenant's tools.</summary>
internal sealed record CrmEndpoint
{
    /// <summary>https to one of <see cref="AllowedHosts"/>, or http on loopback.</summary>
    public required Uri Url { get; init; }

    /// <summary>Names the key to the receiver; a-z, 0-9, '-' and '_'.</summary>
    public required string KeyId { get; init; }

    /// <summary>At least 32 bytes, shared with the receiver.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Hosts that it may be reached at, whole names; none for loopback.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Which tools it has; empty means every one.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Time of one call. 100 ms to 1 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of an answer. 1 KiB to 512 KiB.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    public bool Has(string tool) => Tools.Count == 0 || Tools.Contains(tool, StringComparer.Ordinal);

    public IEnumerable<string> Problems()
    {
        var isLoopback = Url.IsAbsoluteUri && Url.IsLoopback && (Url.Scheme == Uri.UriSchemeHttp || Url.Scheme == Uri.UriSchemeHttps);
        if (!isLoopback && !(Url.IsAbsoluteUri && Url.Scheme == Uri.UriSchemeHttps && AllowedHosts.Contains(Url.Host, StringComparer.OrdinalIgnoreCase)))
        {
            yield return "Url must be https to one of AllowedHosts, or on loopback";
        }

        if (KeyId.Length is 0 or > 64 || !KeyId.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            yield return "KeyId must have 1 to 64 of a-z, 0-9, '-' and '_'";
        }

        if (Key.Length < 32)
        {
            yield return "Key must have at least 32 bytes";
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return "Timeout must be 100 ms to 1 min";
        }

        if (MaxBytes is < 1024 or > 512 * 1024)
        {
            yield return "MaxBytes must be 1 KiB to 512 KiB";
        }
    }

    /// <summary>Without the key: for logs.</summary>
    public override string ToString() => $"{Url} with key {KeyId}";
}
