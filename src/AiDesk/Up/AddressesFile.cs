using System.Text.Json;
using AiDesk.Agent;
using AiDesk.Policy.Service;

namespace AiDesk.CommandLine.Up;

/// <summary>`--addresses-file` with the desk: what all four listeners are bound to, as JSON.</summary>
internal static class AddressesFile
{
    /// <summary>Written beside and moved, so that whoever waits for the file never reads half of it.</summary>
    public static async Task WriteAsync(string file, RunningPolicyService policy, RunningAgentService desk, CancellationToken cancellation)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grpc"] = Show(policy.GrpcAddress),
            ["http"] = Show(policy.HttpAddress),
            ["desk_http"] = Show(desk.HttpAddress),
            ["desk_grpc"] = Show(desk.GrpcAddress),
        };
        await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(addresses), cancellation).ConfigureAwait(false);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static string Show(Uri address) => address.OriginalString.TrimEnd('/');
}
