using AiDesk.Identity;

namespace AiDesk.CommandLine.Connection;

/// <summary>Tokens signed with the development key of a state folder; the key is made when there is none yet.</summary>
internal static class DevelopmentTokens
{
    public static string Sign(string stateDirectory, string tenant, string role, string subject, TimeSpan lifetime, string audience = "aidesk-policy")
    {
        try
        {
            using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(stateDirectory));
            return new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest
            {
                Tenant = tenant,
                Roles = PrincipalRoleNames.Parse(role),
                Subject = subject,
                Lifetime = lifetime,
                Audience = audience,
            });
        }
        catch (ArgumentException problem)
        {
            // Without the name of the parameter, which says nothing to whoever typed the command.
            throw CommandFailure.Usage(problem.Message.Split(" (Parameter '", 2)[0]);
        }
        catch (InvalidOperationException problem)
        {
            throw CommandFailure.Usage(problem.Message);
        }
    }
}
