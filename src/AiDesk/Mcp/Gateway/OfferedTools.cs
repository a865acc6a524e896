using AiDesk.CommandLine.Mcp.Pins;
using AiDesk.CommandLine.Mcp.Servers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>
/// The tools that the client is told of: those of the server's latest list that are exactly as a person approved them and that policy allows. What the
/// server lists is never passed on because it could not be compared.
/// </summary>
internal sealed class OfferedTools(ServerSession server, PinFile pins, PolicyQuestions policy, FirstUse? firstUse, Action<string> tell) : IDisposable
{
    private readonly SemaphoreSlim _listing = new(1);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private ToolListing? _latest;

    /// <summary>Asks the server and the policy service. Throws <see cref="PolicyFailure"/> or <see cref="McpException"/> when either has no answer.</summary>
    public async Task<IReadOnlyList<Tool>> ListAsync(CancellationToken cancellation)
    {
        var listing = await RefreshAsync(cancellation).ConfigureAwait(false);
        var allowed = await policy.AllowedToolsAsync(cancellation).ConfigureAwait(false);
        return [.. Compare(listing).Approved.Where(tool => allowed.Contains(tool.Name)).Select(tool => tool.ToTool())];
    }

    /// <summary>Lists the server's tools anew. When that fails, the former list is no longer good for anything.</summary>
    public Task<ToolListing> RefreshAsync(CancellationToken cancellation) => OneAtATimeAsync(FetchAsync, cancellation);

    /// <summary>
    /// Whether the tool is as it was approved; null for one that the server does not list. Lists first when there is no list to go by, and waits for one that
    /// is on its way: a tool that has just changed does not run as what it was.
    /// </summary>
    public async Task<PinState?> FindAsync(string tool, CancellationToken cancellation) =>
        Compare(await OneAtATimeAsync(async token => _latest ?? await FetchAsync(token).ConfigureAwait(false), cancellation).ConfigureAwait(false)).Find(tool);

    public void Dispose() => _listing.Dispose();

    private async Task<ToolListing> OneAtATimeAsync(Func<CancellationToken, Task<ToolListing>> list, CancellationToken cancellation)
    {
        await _listing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await list(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _listing.Release();
        }
    }

    private async Task<ToolListing> FetchAsync(CancellationToken cancellation)
    {
        _latest = null;
        var listing = await server.ListAsync(cancellation).ConfigureAwait(false);
        if (firstUse is not null && !pins.Exists)
        {
            await firstUse.PinAsync(listing, cancellation).ConfigureAwait(false);
        }

        _latest = listing;
        var comparison = Compare(listing);
        TellOnce(listing.Faults.Select(fault => $"tool refused: {fault}"));
        TellOnce(comparison.Of(PinState.New).Select(tool => $"tool refused: {tool.Name} is new: see aidesk mcp approve"));
        TellOnce(comparison.Of(PinState.Changed).Select(tool => $"tool refused: {tool.Name} has changed since it was approved: see aidesk mcp approve"));
        return listing;
    }

    // The file is read each time: what was approved meanwhile holds at once, and so does what was taken back.
    private PinComparison Compare(ToolListing listing)
    {
        try
        {
            return new PinComparison(listing, pins.Read());
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            tell(problem.Message);
            throw new McpException("The approved tools of this server cannot be read: no tool may run.");
        }
    }

    private void TellOnce(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences.Where(sentence => _told.Count < McpLimits.Tools && _told.Add(sentence)))
        {
            tell(sentence);
        }
    }
}
