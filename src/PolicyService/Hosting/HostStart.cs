using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Security;
using AiDesk.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>What must be in order before the listeners open: a service that could verify nobody does not start.</summary>
internal static class HostStart
{
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Made now, so that a key or a folder that cannot be read stops the start and not the first call.
        services.GetRequiredService<KeyRing>();
        services.GetRequiredService<CheckInputHandler>();
        services.GetRequiredService<ResolveApprovalHandler>();
        if (services.GetRequiredService<TrustedIssuers>().Configured is { } keys)
        {
            await keys.RefreshAsync(cancellationToken);
            if (keys.Current.Count == 0)
            {
                throw new PolicyServiceStartException([$"{Configuration.ConfigurationVariable.Jwks}: no key could be read: {keys.LastFault}"]);
            }
        }

        services.GetRequiredService<ServingState>().Set("", true);
        services.GetRequiredService<ServingState>().Set("aidesk.policy.v1.PolicyService", true);
    }
}
