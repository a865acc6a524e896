using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Policies.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Policies from a folder, or from the store over it: loaded before the listeners open, watched afterwards, every change logged.</summary>
internal static class PolicyFiles
{
    public static void Add(IServiceCollection services, PolicyServiceOptions options)
    {
        services.AddSingleton<PolicySnapshots>();
        services.AddSingleton<PolicyAges>();
        if (options.PolicySource == PolicySourceKind.Store)
        {
            services.AddSingleton(_ => new PolicyStore(options.PolicyStoreFolder));
        }

        services.AddSingleton(provider => new PolicyFolder(
            options.PolicyDirectory,
            provider.GetRequiredService<PolicySnapshots>(),
            provider.GetRequiredService<TimeProvider>(),
            Report(provider.GetRequiredService<ILogger<PolicyFolder>>(), provider.GetRequiredService<ServiceMetrics>(), provider.GetRequiredService<PolicyAges>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetService<PolicyStore>() is { } store ? () => StoredPolicies.Read(options.PolicyDirectory, store) : null));
        services.AddSingleton<IHostedService>(provider => new PolicyFolderWatch(
            options.PolicyDirectory,
            provider.GetRequiredService<PolicyFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            PolicyFolderWatch.DefaultDebounce,
            PolicyFolderWatch.DefaultRescan,
            provider.GetService<PolicyStore>()?.WatchedFolder));
    }

    private static Action<PolicyChange> Report(ILogger log, ServiceMetrics metrics, PolicyAges ages, TimeProvider clock) => change =>
    {
        metrics.PolicyChanged(change.Kind);
        ages.Changed(change, clock.GetUtcNow());
        foreach (var error in change.State.Errors)
        {
            log.PolicyRefused(change.State.Tenant, error.ToString());
        }

        foreach (var warning in change.State.Warnings)
        {
            log.PolicyWarning(change.State.Tenant, warning.ToString());
        }

        switch (change.Kind)
        {
            case PolicyChangeKind.Removed:
                log.PolicyRemoved(change.State.Tenant);
                break;
            case PolicyChangeKind.Failed:
                break;
            default:
                log.PolicyTaken(change.State.Tenant, change.State.Version);
                break;
        }
    };
}
