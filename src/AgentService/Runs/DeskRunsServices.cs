using AiDesk.Agent.Approvals;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Outbox.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiDesk.Agent.Runs;

/// <summary>Runs, approvals and sending. The host brings the database, the policy connection, the clock, and logging.</summary>
internal static class DeskRunsServices
{
    public static IServiceCollection AddDeskRuns(this IServiceCollection services, DeskRunsOptions? options = null, WebhookOptions? webhooks = null)
    {
        services.AddSingleton(options ?? new DeskRunsOptions());
        services.AddSingleton(webhooks ?? new WebhookOptions());
        services.TryAddSingleton(KillPoints.None);
        services.AddSingleton<DeskSignals>();
        services.AddSingleton<IRunWork, RunWork>();
        services.AddSingleton<Conversations>();
        services.AddSingleton<DeskReads>();
        services.AddSingleton<WatchLimit>();
        services.AddSingleton<DeskEvents>();
        services.AddSingleton<HumanTextCheck>();
        services.AddSingleton<PersonsWord>();
        services.AddSingleton<ResolvedCalls>();
        services.AddSingleton<DraftApprovals>();
        services.AddSingleton<ToolCallApprovals>();
        services.AddSingleton<PostReviews>();
        services.AddSingleton<ApprovalReads>();
        services.AddSingleton<ApprovalViewers>();
        services.AddSingleton<FailedSends>();
        services.AddSingleton<ExpiredApprovals>();
        services.AddSingleton<AbandonedRuns>();
        services.AddSingleton<ChannelDirectory>();
        services.AddSingleton<Backoff>();
        services.AddSingleton<OutboxAttempt>();
        services.AddHostedService<SignalRelay>();
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<DeskReapers>();
        return services;
    }
}
