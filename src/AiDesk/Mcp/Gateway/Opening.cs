using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.CommandLine.Mcp.Servers;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>
/// The client's first message, read ahead: a handshake names the revision of the protocol that the client speaks, and that one is spoken. A client that
/// begins otherwise hears of the newest revision with a handshake, and goes back to that.
/// </summary>
/// <param name="Input">Everything that the client sends, from the first byte.</param>
/// <param name="Revision">The revision to speak.</param>
internal sealed record Opening(Stream Input, string Revision)
{
    private static readonly string[] Revisions = ["2024-11-05", "2025-03-26", "2025-06-18", ServerSession.Revision];

    /// <summary>Throws <see cref="IOException"/> for a first message that is too long.</summary>
    public static async Task<Opening> ReadAsync(Stream input, CancellationToken cancellation)
    {
        var ahead = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        do
        {
            read = await input.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            ahead.Write(buffer.AsSpan(0, read));
        }
        while (read > 0 && !buffer.AsSpan(0, read).Contains((byte)'\n'));

        var bytes = ahead.ToArray();
        return new Opening(new ReadAhead(bytes, input), RevisionOf(bytes));
    }

    private static string RevisionOf(ReadOnlySpan<byte> ahead)
    {
        var end = ahead.IndexOf((byte)'\n');
        try
        {
            var asked = JsonNode.Parse(end < 0 ? ahead : ahead[..end])?["params"]?["protocolVersion"]?.GetValue<string>();
            return Revisions.Contains(asked, StringComparer.Ordinal) ? asked! : ServerSession.Revision;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            // Not a handshake; the protocol's own reader says what it is.
            return ServerSession.Revision;
        }
    }
}
