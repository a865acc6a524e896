using AiDesk.Policy.Service.Admin;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Policy.Service.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>What PolicyAdminService is made of.</summary>
internal static class HostAdmin
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PageTokens>();
        services.AddSingleton<AdminActs>();
        services.AddSingleton<AdminRecords>();
        services.AddSingleton<PolicyVersions>();
        services.AddSingleton<PolicyReading>();
        services.AddSingleton<PolicyWriting>();
        services.AddSingleton<ReplayHandler>();
        services.AddSingleton<DecisionListing>();
        services.AddSingleton<StreamLimit>();
        services.AddSingleton<InterventionTail>();
        services.AddSingleton<UsageHandler>();
        services.AddSingleton<StrikesHandler>();
        services.AddSingleton<KillSwitchHandler>();
        services.AddSingleton<PolicyAdminGrpcService>();
    }
}
