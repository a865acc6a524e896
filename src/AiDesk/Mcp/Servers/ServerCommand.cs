using System.Security.Cryptography;
using System.Text;

namespace AiDesk.CommandLine.Mcp.Servers;

/// <summary>How a server is started: what follows <c>--</c> on the command line.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ServerCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Stands for the command in names of folders: 16 hex digits of the SHA-256 of its parts, NUL after each.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(new[] { File }.Concat(Arguments).Select(part => part + '\0')))))[..16];

    public override string ToString() => string.Join(' ', new[] { File }.Concat(Arguments).Select(part => part.Contains(' ', StringComparison.Ordinal) ? $"'{part}'" : part));
}
