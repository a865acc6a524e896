using AiDesk.Agent.Tools.Crm;

namespace AiDesk.Agent.Demo;

/// <summary>A tenant of the demonstration. Its policy is one of the samples.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Business">What it is called.</param>
/// <param name="Locale">Of its customers.</param>
/// <param name="Zone">Where its days begin.</param>
/// <param name="Level">Autopilot's level.</param>
/// <param name="People">Colleagues, and one customer who has contact and orders: all may sign in where the development key is trusted.</param>
internal sealed record DemoTenant(string Id, string Business, string Locale, string Zone, int Level, IReadOnlyList<DemoPerson> People)
{
    public const string Approver = "demo-approver";
    public const string SecondApprover = "demo-second";
    public const string Agent = "demo-agent";
    public const string Admin = "demo-admin";

    public static IReadOnlyList<DemoTenant> All { get; } =
    [
        new(CrmSeed.Shop, "Tienda Alba", "es", "Europe/Madrid", 2,
            [new(Approver, "Vera", "approver"), new(SecondApprover, "Bruno", "approver"), new(Admin, "Nora", "admin"), new(Agent, "Iker", "agent"), new("marta", "Marta Ruiz", "customer")]),
        new(CrmSeed.Payments, "Harbour Pay", "en", "Europe/London", 1,
            [new(Approver, "Imogen", "approver"), new(SecondApprover, "Desmond", "approver"), new(Admin, "Ada", "admin"), new(Agent, "Rory", "agent"), new("olivia", "Olivia Grant", "customer")]),
    ];

    public static DemoTenant? Find(string id) => All.FirstOrDefault(tenant => tenant.Id == id);
}

/// <param name="Id">The token's sub.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">customer, agent, approver or admin.</param>
internal sealed record DemoPerson(string Id, string Name, string Role);
