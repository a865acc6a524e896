using AiDesk.Agent.Knowledge.Syncing;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Knowledge;

internal static class KnowledgeRegistration
{
    public static IServiceCollection AddDeskKnowledge(this IServiceCollection services, KnowledgeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new UrlListing(options.Hosts));
        services.AddSingleton<IKnowledgeSearch, KnowledgeSearch>();
        services.AddSingleton<KnowledgeSources>();
        services.AddSingleton<KnowledgeSync>();
        services.AddSingleton<KnowledgeReads>();
        return services;
    }
}
