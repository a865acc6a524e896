using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Identity;
using AiDesk.Policy.Testing.Files;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Testing.Running;

/// <summary>From a fixture to what the service would hand the engine: what token and policy know better than the caller wins.</summary>
internal static class ContextMaker
{
    private const string Service = "service";

    public static CallContext Of(PolicyWorld world, string name)
    {
        var context = world.File.Context(name)!;
        var session = context.SessionId ?? name;
        return new CallContext
        {
            SessionId = session,
            RunId = context.RunId ?? session + "-run",
            ConversationId = context.ConversationId,
            UserId = context.UserId,
            Channel = context.Channel,
            ClientIp = context.ClientIp,
            Department = DepartmentOf(world, context),
            Language = Languages.Parse(context.Locale, world.Snapshot.Language),
            Mode = context.Mode,
            Now = world.Clock.Now,
            Attributes = AttributesOf(world, context),
        };
    }

    /// <summary>Who calls: the fixture's principal, or a service that calls for itself.</summary>
    public static string SubjectOf(PolicyWorld world, string context)
    {
        var principal = world.File.Context(context)!.Principal;
        return world.File.Principal(principal) is { } known ? Subject(known, principal!.Value.Name) : Service;
    }

    public static Principal PrincipalOf(PolicyWorld world, NameReference name)
    {
        var principal = world.File.Principal(name)!;
        return new Principal
        {
            Tenant = world.Snapshot.Tenant,
            Subject = Subject(principal, name.Name),
            Roles = principal.Roles.Aggregate(PrincipalRoles.None, (all, role) => all | role),
            ExpiresAt = DateTimeOffset.MaxValue,
            Issuer = "policy-test",
            Department = principal.Department,
        };
    }

    private static string Subject(TestPrincipal principal, string name) => principal.Subject.Length > 0 ? principal.Subject : name;

    private static string DepartmentOf(PolicyWorld world, TestContext context) =>
        world.File.Principal(context.Principal)?.Department is { Length: > 0 } token
            ? token
            : world.Snapshot.Departments.GetValueOrDefault(context.UserId, context.Department);

    private static Dictionary<string, string>? AttributesOf(PolicyWorld world, TestContext context)
    {
        var claims = world.File.Principal(context.Principal)?.Claims;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, attribute) in world.Snapshot.Attributes)
        {
            var value = attribute.Source switch
            {
                AttributeSource.Token => claims?.GetValueOrDefault(attribute.Claim),
                AttributeSource.Claim => context.Attributes.FirstOrDefault(said => said.Name == name).Value,
                _ => context.Granted.FirstOrDefault(granted => granted.Name == name).Value,
            };
            if (value is not null)
            {
                values[name] = value;
            }
        }

        return values.Count == 0 ? null : values;
    }
}
