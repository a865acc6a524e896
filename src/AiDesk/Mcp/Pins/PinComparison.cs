namespace AiDesk.CommandLine.Mcp.Pins;

internal enum PinState : byte
{
    /// <summary>As it was approved.</summary>
    Approved,

    /// <summary>Approved under this name, and something else now.</summary>
    Changed,

    /// <summary>Never approved.</summary>
    New,
}

/// <summary>What a server lists now beside what was approved.</summary>
internal sealed class PinComparison(ToolListing listing, IReadOnlyDictionary<string, Pin> pins)
{
    public IEnumerable<ToolDefinition> Approved => Of(PinState.Approved);

    /// <summary>Approved tools that the server no longer lists.</summary>
    public IEnumerable<string> Gone => pins.Keys.Where(name => !listing.Tools.ContainsKey(name));

    public IEnumerable<ToolDefinition> Of(PinState state) => listing.Tools.Values.Where(tool => StateOf(tool) == state);

    /// <summary>Null for a tool that the server does not list.</summary>
    public PinState? Find(string name) => listing.Tools.TryGetValue(name, out var tool) ? StateOf(tool) : null;

    private PinState StateOf(ToolDefinition tool) =>
        !pins.TryGetValue(tool.Name, out var pin) ? PinState.New : pin.Sha256 == tool.Hash ? PinState.Approved : PinState.Changed;
}
