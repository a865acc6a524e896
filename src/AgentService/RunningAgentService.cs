using AiDesk.Agent.Hosting;
using AiDesk.Postgres.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent;

/// <summary>A desk that serves. Disposing it finishes the calls in flight and then ends the private database, if there is one.</summary>
public sealed class RunningAgentService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PrivateCluster? _cluster;

    private RunningAgentService(WebApplication app, PrivateCluster? cluster, Uri httpAddress, Uri grpcAddress)
    {
        _app = app;
        _cluster = cluster;
        HttpAddress = httpAddress;
        GrpcAddress = grpcAddress;
    }

    /// <summary>Pages and JSON, with the port that was bound.</summary>
    public Uri HttpAddress { get; }

    public Uri GrpcAddress { get; }

    /// <summary>Connection string of the database, for commands of the same process.</summary>
    public string Postgres => _app.Services.GetRequiredService<AgentServiceOptions>().Postgres ?? _cluster!.ConnectionString;

    internal IServiceProvider Services => _app.Services;

    /// <summary>Gives the two demo tenants something to look at. Again, it changes nothing. Throws <see cref="Npgsql.NpgsqlException"/>.</summary>
    public Task SeedDemoAsync(CancellationToken cancellationToken) => _app.Services.GetRequiredService<DemoSeed>().ApplyAsync(cancellationToken);

    /// <summary>Gives them, after <see cref="SeedDemoAsync"/>, a history and conversations that wait. Again, it changes nothing. Throws as that does, and when the policy service does not answer.</summary>
    public Task PlayDemoAsync(CancellationToken cancellationToken) => _app.Services.GetRequiredService<DemoSeed>().PlayAsync(cancellationToken);

    /// <summary>Completes when the desk was asked to end, or ended because a background service of it failed.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _app.Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, asked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Takes no more calls and finishes those in flight.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal static RunningAgentService Announce(WebApplication app, PrivateCluster? cluster, IReadOnlyList<string> addresses)
    {
        // Kestrel names what it bound in the order that the listeners were given.
        var running = new RunningAgentService(app, cluster, AddressOf(addresses[0]), AddressOf(addresses[1]));
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AiDesk").Serving(running.HttpAddress.OriginalString, running.GrpcAddress.OriginalString);
        return running;
    }

    private static Uri AddressOf(string bound) => new(bound.Replace("http://unix:", "unix:", StringComparison.Ordinal));
}
