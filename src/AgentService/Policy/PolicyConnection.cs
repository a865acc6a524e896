using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Agent.Policy;

/// <summary>The channel to the policy service, one for the process, and what each call on it carries.</summary>
internal sealed class PolicyConnection(GrpcChannel channel, IPolicyTokens tokens, TimeProvider clock) : IDisposable
{
    /// <summary>How long a decision may take before it counts as not made.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public PolicyService.PolicyServiceClient Client { get; } = new(channel);

    /// <summary>Reads how limits stand.</summary>
    public PolicyAdminService.PolicyAdminServiceClient Admin { get; } = new(channel);

    /// <summary>Of a call of the graph, in the name of the desk.</summary>
    public CallOptions ForRun(string tenant, CancellationToken cancellationToken) => For(tenant, "desk", PrincipalRoles.Service, cancellationToken);

    /// <summary>Of a person's word.</summary>
    public CallOptions For(string tenant, string subject, PrincipalRoles roles, CancellationToken cancellationToken) =>
        new(new Metadata { { "authorization", "Bearer " + tokens.For(tenant, subject, roles) } }, clock.GetUtcNow().UtcDateTime + Deadline, cancellationToken);

    public void Dispose() => channel.Dispose();
}
