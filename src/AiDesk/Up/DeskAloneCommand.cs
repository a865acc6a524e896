using System.CommandLine;
using System.Text.Json;
using AiDesk.Agent;
using AiDesk.Agent.Configuration;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Configuration;

namespace AiDesk.CommandLine.Up;

/// <summary>
/// `aidesk desk`: the help desk without a policy service in its process, for a container of its own. It asks the one that AIDESK_DESK_POLICY_ADDRESS names, and is up
/// without it: that one may need this one's keys before it starts.
/// </summary>
internal static class DeskAloneCommand
{
    public static Command Create()
    {
        var command = new Command("desk", "Start the help desk alone and serve until Ctrl-C; the policy service is elsewhere (AIDESK_DESK_POLICY_ADDRESS). Settings: AIDESK_* variables (docs/configuration.md).");
        var state = StateDirectoryOption.Create();
        var addressesFile = new Option<string>("--addresses-file") { Description = "Write the addresses that were bound to this file, as JSON, once the desk answers." };
        command.Add(state);
        command.Add(addressesFile);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var options = Read(parsed.GetResult(state) is { Implicit: false } ? parsed.GetValue(state) : null);
            return await ServeAsync(options, parsed.GetValue(addressesFile), terminal, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Throws <see cref="CommandFailure"/> with every fault at once.</summary>
    private static AgentServiceOptions Read(string? state)
    {
        var errors = ServiceSettings.UnknownVariables();
        string? Own(string name) => name == ConfigurationVariable.StateDirectory && state is not null ? state : Environment.GetEnvironmentVariable(name);

        // What both services share is read by the policy service's reader. Whether this is a developer's machine is judged by the desk's own listeners and issuer.
        var shared = PolicyServiceOptions.Read(
            name => name switch
            {
                ConfigurationVariable.GrpcAddress => Own(DeskVariable.GrpcAddress),
                ConfigurationVariable.HttpAddress => Own(DeskVariable.HttpAddress),
                ConfigurationVariable.Issuer => Own(DeskVariable.Issuer),
                ConfigurationVariable.Jwks => Own(DeskVariable.Jwks),
                ConfigurationVariable.Audience => Own(DeskVariable.Audience) ?? "aidesk-desk",
                _ => Own(name),
            },
            errors);
        var options = AgentServiceOptions.Read(Own, errors) with
        {
            Development = shared.Development,
            StateDirectory = shared.StateDirectory,
            Keys = shared.Keys,
            TlsCertificate = shared.TlsCertificate,
            TlsKey = shared.TlsKey,
            LogsJson = shared.LogsJson,
            Shutdown = shared.Shutdown,
        };
        if (!options.Development && options.Keys is null)
        {
            errors.Add($"{ConfigurationVariable.Keys} is needed outside Development");
        }

        return errors.Count == 0 ? options : throw new CommandFailure(ExitStatus.CannotStart, "The desk cannot start:\n  " + string.Join("\n  ", errors));
    }

    private static async Task<int> ServeAsync(AgentServiceOptions options, string? addressesFile, Terminal terminal, CancellationToken cancellation)
    {
        using var fileSize = FileSizeSignal.Ignore();
        RunningAgentService desk;
        try
        {
            desk = await AgentServiceHost.StartAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (AgentServiceStartException refusal)
        {
            throw new CommandFailure(ExitStatus.CannotStart, "The desk cannot start:\n  " + string.Join("\n  ", refusal.Problems));
        }

        await using (desk.ConfigureAwait(false))
        {
            var (http, grpc) = (desk.HttpAddress.OriginalString.TrimEnd('/'), desk.GrpcAddress.OriginalString.TrimEnd('/'));
            if (addressesFile is not null)
            {
                // Written beside and moved, so that whoever waits for the file never reads half of it.
                var addresses = new Dictionary<string, string>(StringComparer.Ordinal) { ["desk_http"] = http, ["desk_grpc"] = grpc };
                await File.WriteAllTextAsync(addressesFile + ".new", JsonSerializer.Serialize(addresses), cancellation).ConfigureAwait(false);
                File.Move(addressesFile + ".new", addressesFile, overwrite: true);
            }

            terminal.Line($"Serving the desk; policy is asked at {options.PolicyAddress}.");
            terminal.Line($"  desk, HTTP      {http}");
            terminal.Line($"  desk, gRPC      {grpc}");
            await desk.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        }

        terminal.Line("Stopped.");
        return ExitStatus.Done;
    }
}
