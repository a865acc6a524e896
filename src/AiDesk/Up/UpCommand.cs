using System.CommandLine;
using AiDesk.Agent;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Service;

namespace AiDesk.CommandLine.Up;

/// <summary>`aidesk up`: the policy service in this process, and with `--desk` the desk beside it, until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new Command("up", "Start the policy service and serve until Ctrl-C. Settings: AIDESK_* variables (docs/configuration.md); an option goes before its variable.");
        var settings = new ServiceSettings();
        settings.AddTo(command);
        var deskSettings = new DeskSettings();
        deskSettings.AddTo(command);
        var addressesFile = new Option<string>("--addresses-file") { Description = "Write the addresses that were bound to this file, as JSON, once the service answers." };
        var noDemo = new Option<bool>("--no-demo") { Description = "Do not show the four decisions that a start on the sample policies shows, and do not fill the desk of the sample tenants with conversations." };
        command.Add(addressesFile);
        command.Add(noDemo);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var options = settings.Read(parsed, out var isOnSamples) with { AddressesFile = parsed.GetValue(addressesFile) };
            var desk = deskSettings.Read(parsed, options);

            // Under TLS the demonstration would have to trust a certificate that nobody has told it of.
            var demonstrates = isOnSamples && options is { Development: true, TlsCertificate: null } && !parsed.GetValue(noDemo);
            return await ServeAsync(options, desk, isOnSamples, demonstrates, terminal, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ServeAsync(
        PolicyServiceOptions options, AgentServiceOptions? desk, bool isOnSamples, bool demonstrates, Terminal terminal, CancellationToken cancellation)
    {
        using var signals = new SecondSignal();
        using var fileSize = FileSizeSignal.Ignore();
        RunningPolicyService service;
        try
        {
            service = await PolicyServiceHost.StartAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (PolicyServiceStartException refusal)
        {
            return Refuse("The policy service cannot start:", refusal.Problems, terminal);
        }

        await using (service.ConfigureAwait(false))
        {
            try
            {
                if (desk is null)
                {
                    await AnswerAsync(service, null, options, demonstrates, terminal, cancellation).ConfigureAwait(false);
                }
                else
                {
                    await using var running = await DeskStart.StartAsync(desk, service, isOnSamples, cancellation).ConfigureAwait(false);
                    if (options.AddressesFile is { } file)
                    {
                        await AddressesFile.WriteAsync(file, service, running, cancellation).ConfigureAwait(false);
                    }

                    await AnswerAsync(service, running, options, demonstrates, terminal, cancellation).ConfigureAwait(false);
                }
            }
            catch (AgentServiceStartException refusal)
            {
                return Refuse("The desk cannot start:", refusal.Problems, terminal);
            }
            finally
            {
                // Also when the demonstration failed: what is in flight is finished and what is recorded is written.
                await service.StopAsync(signals.Token).ConfigureAwait(false);
            }

            terminal.Line("Stopped: calls in flight were finished.");
            return ExitStatus.Done;
        }
    }

    private static async Task AnswerAsync(
        RunningPolicyService service, RunningAgentService? desk, PolicyServiceOptions options, bool demonstrates, Terminal terminal, CancellationToken cancellation)
    {
        if (demonstrates)
        {
            await Demonstration.ShowAsync(Show(service.GrpcAddress), options.StateDirectory, terminal, cancellation).ConfigureAwait(false);
        }

        terminal.Line($"Serving {service.Tenants.Count} tenants ({string.Join(", ", service.Tenants.Order(StringComparer.Ordinal))}).");
        terminal.Line($"  gRPC            {Show(service.GrpcAddress)}");
        terminal.Line($"  health, HTTP    {Show(service.HttpAddress)}");
        if (desk is not null)
        {
            terminal.Line($"  desk, pages     {Show(desk.HttpAddress)}/{(options.Development ? "sign-in" : "")}");
            terminal.Line($"  desk, gRPC      {Show(desk.GrpcAddress)}");
        }

        terminal.Line(options.Development ? "  Development: sign in by one press on the page above; a token for a call is made by `aidesk token`. Ctrl-C ends." : "  Ctrl-C ends.");
        await using var demonstration = DeskDemonstration.Begin(demonstrates ? desk : null, terminal);

        // Neither serves on without the other: whoever supervises the process is to see that one of them ended.
        var ended = service.WaitForShutdownAsync(cancellation);
        await Task.WhenAny(ended, desk?.WaitForShutdownAsync(cancellation) ?? ended).ConfigureAwait(false);
    }

    private static int Refuse(string what, IReadOnlyList<string> problems, Terminal terminal)
    {
        terminal.Problem(what);
        foreach (var problem in problems)
        {
            terminal.Problem("  " + problem);
        }

        return ExitStatus.CannotStart;
    }

    /// <summary>As it was bound, without the path that a URI always has.</summary>
    private static string Show(Uri address) => address.OriginalString.TrimEnd('/');
}
