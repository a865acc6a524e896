using AiDesk.Identity;

namespace AiDesk.Agent.Tenants;

/// <summary>Who asks something of the desk, as the CRM's verified token says.</summary>
/// <param name="Tenant">The only source of a call's tenant.</param>
/// <param name="PersonId"><c>sub</c>.</param>
/// <param name="Name">For people to read; the person's id when the token has no <c>name</c>.</param>
/// <param name="Roles">customer, agent, approver, admin.</param>
/// <param name="SessionId">Derived from the token, for strikes.</param>
/// <param name="ClientAddress">Of the socket, or what a trusted proxy says.</param>
internal sealed record DeskCaller(string Tenant, string PersonId, string Name, PrincipalRoles Roles, string SessionId, string ClientAddress)
{
    public bool IsStaff => (Roles & (PrincipalRoles.Agent | PrincipalRoles.Approver | PrincipalRoles.Admin)) != 0;

    public bool MayDecide => (Roles & (PrincipalRoles.Approver | PrincipalRoles.Admin)) != 0;
}
