using System.CommandLine;
using AiDesk.CommandLine.Display;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Policies;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy validate DIR`: what the service would say of these policies at start, all of it at once.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("dir") { Description = "A policies directory, or one tenant's folder inside of one." };
        var command = new Command("validate", "Check policies: every error, as file:line:column. Exit status 1 when there is one.") { directory };
        command.SetGuardedAction((parsed, terminal, _) => Task.FromResult(Validate(parsed.GetRequiredValue(directory), terminal)));
        return command;
    }

    private static int Validate(string directory, Terminal terminal)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (!Directory.Exists(full))
        {
            throw CommandFailure.Usage($"{directory} is no directory.");
        }

        // A tenant's folder is judged where it lies: what it extends is beside it.
        var tenant = File.Exists(Path.Combine(full, PolicySources.FileName)) ? Path.GetFileName(full) : null;
        var root = tenant is null ? full : Path.GetDirectoryName(full)!;
        var shownRoot = tenant is null ? directory : Path.Combine(directory, "..");
        var folder = new PolicyFolder(root, new PolicySnapshots(), TimeProvider.System);
        folder.Load();

        var states = folder.States.Values.Where(state => tenant is null || state.Tenant == tenant).OrderBy(state => state.Tenant, StringComparer.Ordinal).ToList();
        var errors = folder.DirectoryErrors.Concat(states.SelectMany(state => state.Errors)).Distinct().ToList();
        foreach (var error in errors)
        {
            terminal.Problem(Shown(error, root, shownRoot));
        }

        foreach (var warning in states.SelectMany(state => state.Warnings).Distinct())
        {
            terminal.Problem("warning: " + Shown(warning, root, shownRoot));
        }

        if (errors.Count > 0)
        {
            terminal.Problem(errors.Count == 1 ? "1 error." : $"{errors.Count} errors.");
            return ExitStatus.Faulty;
        }

        if (states.Count == 0)
        {
            throw new CommandFailure(ExitStatus.Faulty, $"{directory} holds no policy: put each tenant's {PolicySources.FileName} into a folder named like the tenant.");
        }

        terminal.Line($"{states.Count} {(states.Count == 1 ? "policy is" : "policies are")} valid: {string.Join(", ", states.Select(state => state.Tenant))}.");
        return ExitStatus.Done;
    }

    /// <summary>With a path that leads to the file from where the command was given.</summary>
    private static string Shown(PolicyError error, string root, string shownRoot) =>
        (error.File == root ? error with { File = shownRoot } : error with { File = Path.Combine(shownRoot, error.File) }).ToString();
}
