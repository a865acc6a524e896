using AiDesk.Agent;
using AiDesk.Policy.Service;

namespace AiDesk.CommandLine.Up;

/// <summary>The desk beside the policy service of this process: it asks that one, and on the samples it begins with something to look at.</summary>
internal static class DeskStart
{
    /// <summary>Throws <see cref="AgentServiceStartException"/>.</summary>
    public static async Task<RunningAgentService> StartAsync(AgentServiceOptions options, RunningPolicyService policy, bool isOnSamples, CancellationToken cancellation)
    {
        var isElsewhere = Environment.GetEnvironmentVariable(Agent.Configuration.DeskVariable.PolicyAddress) is { Length: > 0 };
        var desk = await AgentServiceHost.StartAsync(isElsewhere ? options : options with { PolicyAddress = policy.GrpcAddress.OriginalString.TrimEnd('/') }, cancellation).ConfigureAwait(false);
        if (isOnSamples && options.Development)
        {
            await desk.SeedDemoAsync(cancellation).ConfigureAwait(false);
        }

        return desk;
    }
}
