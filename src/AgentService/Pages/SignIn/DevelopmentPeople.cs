using AiDesk.Agent.Demo;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;

namespace AiDesk.Agent.Pages.SignIn;

/// <summary>People of the demo tenants, who sign in with one press where the development key is trusted: on loopback, for trying.</summary>
internal static class DevelopmentPeople
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static IReadOnlyList<DevelopmentPerson> All { get; } =
        [.. DemoTenant.All.SelectMany(tenant => tenant.People.Select(person => new DevelopmentPerson(tenant.Id, person.Id, person.Name, person.Role)))];

    /// <summary>Throws NOT_FOUND for somebody else.</summary>
    /// <param name="request">Whose service holds the development key.</param>
    /// <param name="key"><see cref="DevelopmentPerson.Key"/>.</param>
    public static string Token(PageRequest request, string key)
    {
        var person = All.FirstOrDefault(person => person.Key == key) ?? throw DeskException.NotFound();
        return new TokenMinter(request.Get<DeskKey>().Key, request.Get<TimeProvider>()).Mint(new TokenRequest
        {
            Tenant = person.Tenant, Roles = PrincipalRoleNames.Parse(person.Role), Subject = person.PersonId, Name = person.Name,
            Audience = request.Get<AgentServiceOptions>().Audience, Lifetime = Lifetime,
        });
    }
}

/// <param name="Tenant">A demo tenant.</param>
/// <param name="PersonId">The token's sub.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">customer, agent, approver or admin.</param>
public sealed record DevelopmentPerson(string Tenant, string PersonId, string Name, string Role)
{
    public string Key => $"{Tenant}/{PersonId}";
}
