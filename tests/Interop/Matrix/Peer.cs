using System.Diagnostics;

namespace AiDesk.Interop.Matrix;

/// <summary>One implementation: how its server and its client are started, and what its server can do about compression.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Server">The command of its server.</param>
/// <param name="Client">The command of its client; the port and the abilities follow.</param>
/// <param name="Abilities">
/// <c>checks-requests</c>: it can tell whether a request was compressed; <c>compresses-responses</c>: it can compress what it answers.
/// </param>
internal sealed record Peer(string Name, string[] Server, string[] Client, string Abilities)
{
    public static IReadOnlyList<Peer> All(string folder, string ownAssembly, string descriptors)
    {
        var node = Path.Combine(folder, "node");
        var python = Path.Combine(folder, "python");
        return
        [
            new Peer("aidesk", ["dotnet", ownAssembly, "serve"], ["dotnet", ownAssembly, "client"], "checks-requests,compresses-responses"),
            new Peer("grpc-js", ["node", Path.Combine(node, "server.js")], ["node", Path.Combine(node, "client.js")], "none"),
            new Peer(
                "grpcio",
                ["/usr/bin/python3", Path.Combine(python, "server.py"), descriptors],
                ["/usr/bin/python3", Path.Combine(python, "client.py"), descriptors],
                "compresses-responses"),
        ];
    }

    public static Process Start(IEnumerable<string> command)
    {
        var parts = command.ToArray();
        return Process.Start(new ProcessStartInfo(parts[0], parts[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{parts[0]} did not start.");
    }
}
