using System.CommandLine;
using AiDesk.CommandLine.Connection;

namespace AiDesk.CommandLine.Tokens;

/// <summary>`aidesk token`: a token of the development key, which only a service in Development accepts.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var tenant = new Option<string>("--tenant") { Description = "The tenant that the token names.", Required = true };
        var role = new Option<string>("--role") { Description = "The role.", Required = true };
        role.AcceptOnlyFromAmong("customer", "agent", "approver", "admin", "service");
        var subject = new Option<string>("--sub") { Description = "Whose token it is.", DefaultValueFactory = _ => "developer" };
        var audience = new Option<string>("--audience") { Description = "Who it is for: aidesk-policy, or aidesk-desk for the desk.", DefaultValueFactory = _ => "aidesk-policy" };
        var lifetime = LifetimeOption.Create();
        var state = StateDirectoryOption.Create();
        var command = new Command("token", "Print a bearer token of the development key.") { tenant, role, subject, audience, lifetime, state };
        command.SetGuardedAction((parsed, terminal, _) =>
        {
            terminal.Line(DevelopmentTokens.Sign(parsed.GetRequiredValue(state), parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(role),
                parsed.GetRequiredValue(subject), parsed.GetValue(lifetime), parsed.GetRequiredValue(audience)));
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }
}
