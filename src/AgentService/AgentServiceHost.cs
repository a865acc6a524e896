using AiDesk.Agent.Configuration;
using AiDesk.Agent.Hosting;
using AiDesk.Agent.Storage;
using AiDesk.Postgres;
using AiDesk.Postgres.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AiDesk.Agent;

/// <summary>Starts the desk in this process.</summary>
public static class AgentServiceHost
{
    /// <summary>Starts and answers once it serves. Throws <see cref="AgentServiceStartException"/> with every problem when it cannot.</summary>
    public static Task<RunningAgentService> StartAsync(AgentServiceOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, TimeProvider.System, null, cancellationToken);

    /// <summary>The same under another clock, with other services in place of some.</summary>
    internal static async Task<RunningAgentService> StartAsync(
        AgentServiceOptions options, TimeProvider clock, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var problems = DeskConfiguration.Problems(options).ToList();
        if (problems.Count > 0)
        {
            throw new AgentServiceStartException(problems);
        }

        PrivateCluster? cluster = null;
        WebApplication? app = null;
        try
        {
            cluster = options.Postgres is null ? await PrivateCluster.StartAsync(options.StateDirectory, cancellationToken).ConfigureAwait(false) : null;
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            DeskListeners.Configure(builder, options);
            DeskServices.Add(builder, options, options.Postgres ?? cluster!.ConnectionString, clock);
            replace?.Invoke(builder.Services);
            app = builder.Build();
            await app.Services.GetRequiredService<DeskDatabase>().MigrateAsync(cancellationToken).ConfigureAwait(false);
            DeskEndpoints.Map(app);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }

            if (cluster is not null)
            {
                await cluster.DisposeAsync().ConfigureAwait(false);
            }

            throw new AgentServiceStartException([Sentence(fault)], fault);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        return RunningAgentService.Announce(app, cluster, addresses);
    }

    private static string Sentence(Exception fault) => fault switch
    {
        MigrationException => fault.Message,
        NpgsqlException => "PostgreSQL does not answer or does not let the desk in: " + fault.Message,
        _ => fault.Message,
    };
}
