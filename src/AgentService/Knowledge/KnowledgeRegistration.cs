using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Knowledge;

internal static class KnowledgeRegistration
{
    /// <summary>Needs a DeskDatabase, DeskPages and a TimeProvider.</summary>
    public static IServiceCollection AddDeskKnowledge(this IServiceCollection services, KnowledgeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => new PageReader(options.Hosts));
        services.AddSingleton<UrlListing>();
        services.AddSingleton<IKnowledgeSearch, KnowledgeSearch>();
        services.AddSingleton<ICitedText, KnowledgeCitations>();
        services.AddSingleton<KnowledgeSources>();
        services.AddSingleton<KnowledgeSync>();
        services.AddSingleton<KnowledgeReads>();
        services.AddSingleton<KnowledgeSeed>();
        return services;
    }
}
