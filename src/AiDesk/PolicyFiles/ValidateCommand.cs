using System.CommandLine;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Testing;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy validate DIR`: what the service would say of these policies at start, and what is wrong with their tests, all of it at once.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("dir") { Description = "A policies directory, or one tenant's folder inside of one." };
        var command = new Command("validate", "Check policies and policy tests: every error, as file:line:column. Exit status 1 when there is one.") { directory };
        command.SetGuardedAction((parsed, terminal, _) => Task.FromResult(Validate(parsed.GetRequiredValue(directory), terminal)));
        return command;
    }

    private static int Validate(string directory, Terminal terminal)
    {
        var policies = new PolicyDirectory(directory);
        var errors = policies.Errors.Concat(PolicyTestRun.Read(policies.Tests).Errors).ToList();
        foreach (var error in errors)
        {
            terminal.Problem(policies.Shown(error));
        }

        foreach (var warning in policies.States.SelectMany(state => state.Warnings).Distinct())
        {
            terminal.Problem("warning: " + policies.Shown(warning));
        }

        if (errors.Count > 0)
        {
            terminal.Problem(errors.Count == 1 ? "1 error." : $"{errors.Count} errors.");
            return ExitStatus.Faulty;
        }

        if (policies.States.IsEmpty)
        {
            throw new CommandFailure(ExitStatus.Faulty, $"{directory} holds no policy: put each tenant's {PolicySources.FileName} into a folder named like the tenant.");
        }

        terminal.Line($"{policies.States.Length} {(policies.States.Length == 1 ? "policy is" : "policies are")} valid: {string.Join(", ", policies.States.Select(state => state.Tenant))}.");
        return ExitStatus.Done;
    }
}
