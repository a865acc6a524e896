using AiDesk.Agent.Graph.Nodes;
using AiDesk.Agent.Graph.Observing;
using AiDesk.Agent.Graph.Prompting;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Models;
using AiDesk.Agent.Tools;
using AiDesk.Agent.Tools.Webhook;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiDesk.Agent.Graph;

/// <summary>The graph for a host.</summary>
internal static class GraphServices
{
    /// <summary>
    /// Needs <c>AddDeskRuns</c>, a DeskDatabase, a PolicyConnection and a TimeProvider; takes an <see cref="IKnowledgeSearch"/> and an <see cref="IChatClient"/>
    /// where there is one. Throws <see cref="ArgumentException"/> that names every option that is wrong.
    /// </summary>
    public static IServiceCollection AddDeskGraph(this IServiceCollection services, GraphOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.TryAddSingleton<IChatClient>(provider => options.Model is { } endpoint
            ? new OpenAiChatClient(endpoint, provider.GetRequiredService<TimeProvider>())
            : new ScriptedChatClient(ModelScript.Desk));
        services.AddSingleton<ModelCaller>();
        services.AddSingleton<PromptWriter>();
        services.AddSingleton<DraftObserver>();
        services.AddSingleton<CrmWebhook>();
        services.AddSingleton<ToolExecutor>();
        services.AddSingleton<ToolRouter>();
        services.AddSingleton<IGraphNode>(provider => new IntakeNode(provider.GetService<IKnowledgeSearch>(), options.Limits));
        services.AddSingleton<IGraphNode, VendorNode>();
        services.AddSingleton<IGraphNode, ToolsNode>();
        services.AddSingleton<IGraphNode, ObserverNode>();
        services.AddSingleton<IGraphNode, RefinerNode>();
        services.AddSingleton<IGraphNode, GuardNode>();
        services.AddSingleton<RunGraph>();
        services.AddHostedService<GraphWorker>();
        return services;
    }
}
