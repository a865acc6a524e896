using System.Security.Cryptography;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service;

/// <summary>Starts the policy service in this process.</summary>
public static class PolicyServiceHost
{
    /// <summary>Starts and answers once it serves. Throws <see cref="PolicyServiceStartException"/> with every problem when it cannot.</summary>
    public static Task<RunningPolicyService> StartAsync(PolicyServiceOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, TimeProvider.System, null, cancellationToken);

    /// <summary>The same under another clock.</summary>
    internal static Task<RunningPolicyService> StartAsync(PolicyServiceOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(options, clock, null, cancellationToken);

    /// <summary>The same, with other services in place of some.</summary>
    internal static async Task<RunningPolicyService> StartAsync(
        PolicyServiceOptions options, TimeProvider clock, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var problems = ConfigurationRules.Problems(options).ToList();
        if (problems.Count > 0)
        {
            throw new PolicyServiceStartException(problems);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        HostListeners.Configure(builder, options);
        HostServices.Add(builder, options, clock);
        replace?.Invoke(builder.Services);
        var app = Build(builder);
        try
        {
            await HostStart.PrepareAsync(app.Services, cancellationToken);
            HostEndpoints.Map(app);
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await app.DisposeAsync();
            throw fault as PolicyServiceStartException ?? new PolicyServiceStartException(fault.Message.Split('\n'), fault);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        return await RunningPolicyService.AnnounceAsync(app, options, addresses, cancellationToken);
    }

    /// <summary>The listeners' certificates are loaded here: what does not load stops the start with a sentence.</summary>
    private static WebApplication Build(WebApplicationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new PolicyServiceStartException([$"{ConfigurationVariable.TlsCertificate}: {fault.Message}"], fault);
        }
    }
}
