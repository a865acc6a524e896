using AiDesk.Agent.Policy;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Agent.Approvals;

/// <summary>Brings a person's word to the policy service, in the person's name. The same word of the same person is answered alike however often it comes.</summary>
internal sealed class PersonsWord(PolicyConnection policy)
{
    /// <summary>Throws <see cref="Tenants.DeskException"/> as <see cref="PolicyErrors"/> has it.</summary>
    public async Task<ResolveApprovalResponse> SayAsync(
        string tenant, string person, PrincipalRoles roles, Guid decision, ApprovalDecision word, string note, CancellationToken cancellationToken)
    {
        try
        {
            return await policy.Client.ResolveApprovalAsync(
                new ResolveApprovalRequest { DecisionId = decision.ToString(), Approval = word, Note = note }, policy.For(tenant, person, roles, cancellationToken)).ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw PolicyErrors.Of(fault);
        }
    }
}
