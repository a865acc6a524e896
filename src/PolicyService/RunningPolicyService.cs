using System.Text.Json;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service;

/// <summary>A policy service that serves. Disposing it finishes the calls in flight and flushes the records.</summary>
public sealed class RunningPolicyService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ILogger _log;
    private int _drained;

    private RunningPolicyService(WebApplication app, Uri grpcAddress, Uri httpAddress)
    {
        _app = app;
        _log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AiDesk");
        GrpcAddress = grpcAddress;
        HttpAddress = httpAddress;
    }

    /// <summary>As <c>http://127.0.0.1:7070</c> or <c>unix:/run/aidesk.sock</c>, with the port that was bound.</summary>
    public Uri GrpcAddress { get; }

    public Uri HttpAddress { get; }

    /// <summary>Tenants that have a policy.</summary>
    public IReadOnlyCollection<string> Tenants => [.. _app.Services.GetRequiredService<PolicySnapshots>().Tenants];

    internal IServiceProvider Services => _app.Services;

    /// <summary>Completes when the process was asked to end.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _app.Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, asked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Not ready from now on. It answers for <see cref="PolicyServiceOptions.Drain"/> more, or until <paramref name="hurry"/>; then the listeners close and calls in
    /// flight have half of <see cref="PolicyServiceOptions.Shutdown"/>. Disposing writes what is recorded, in the other half. Stopping again does not wait again.
    /// </summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        _app.Lifetime.StopApplication();
        var options = _app.Services.GetRequiredService<PolicyServiceOptions>();
        _log.Stopping(_app.Services.GetRequiredService<AdmissionGate>().InFlight);
        if (options.Drain > TimeSpan.Zero && Interlocked.Exchange(ref _drained, 1) == 0)
        {
            await Task.Delay(options.Drain, _app.Services.GetRequiredService<TimeProvider>(), hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Whoever is in a hurry does not want calls cut off: they have their time all the same.
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal static async Task<RunningPolicyService> AnnounceAsync(
        WebApplication app, PolicyServiceOptions options, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        // Kestrel names what it bound in the order that the listeners were given.
        var running = new RunningPolicyService(app, new Uri(addresses[0].Replace("http://unix:", "unix:", StringComparison.Ordinal)), new Uri(addresses[1]));
        running._log.Serving(Show(running.GrpcAddress), Show(running.HttpAddress), running.Tenants.Count);
        if (options.AddressesFile is { } file)
        {
            // Written beside and moved, so that whoever waits for the file never reads half of it.
            var text = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["grpc"] = Show(running.GrpcAddress), ["http"] = Show(running.HttpAddress) });
            await File.WriteAllTextAsync(file + ".new", text, cancellationToken);
            File.Move(file + ".new", file, overwrite: true);
        }

        return running;
    }

    private static string Show(Uri address) => address.OriginalString.TrimEnd('/');
}
