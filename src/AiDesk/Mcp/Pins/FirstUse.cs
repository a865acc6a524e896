namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>Trust on first use (<c>--pin-on-first-use</c>): a server of which nothing is pinned has its tools pinned as they are, but for those whose texts look like instructions.</summary>
internal sealed class FirstUse(PinFile pins, string server, DescriptionInspection inspection, Action<string> tell)
{
    public async Task PinAsync(ToolListing listing, CancellationToken cancellation)
    {
        var suspicious = await inspection.InspectAsync(listing.Tools.Values, cancellation).ConfigureAwait(false);
        foreach (var (name, signs) in suspicious)
        {
            tell($"not pinned: {name} has texts that look like instructions to the model ({string.Join(", ", signs)})");
        }

        var pinned = listing.Tools.Values.Where(tool => !suspicious.ContainsKey(tool.Name)).ToDictionary(tool => tool.Name, tool => new Pin(tool.Hash, tool.Json), StringComparer.Ordinal);
        pins.Write(server, pinned);
        tell($"{pinned.Count} tools are pinned as they are, in {pins.Path}");
    }
}
