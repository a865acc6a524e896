using System.CommandLine;
using AiDesk.CommandLine.Connection;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy rollback`: brings a stored version into force again.</summary>
internal static class RollbackCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions("admin", "aidesk-policy");
        var version = new Argument<string>("version") { Description = "The version, as `aidesk policy versions` lists it." };
        var note = new Option<string>("--note") { Description = "Why, for the index and the record.", DefaultValueFactory = _ => "" };
        var command = new Command("rollback", "Bring a stored version of a policy into force again.") { version, note };
        connection.AddTo(command);
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            using var service = connection.Open(parsed);
            var inForce = await service.Admin.GetPolicyAsync(new Wire.GetPolicyRequest(), service.Options(cancellation)).ResponseAsync.ConfigureAwait(false);
            var back = await service.Admin.RollbackPolicyAsync(
                new Wire.RollbackPolicyRequest { Version = parsed.GetRequiredValue(version), ExpectedVersion = inForce.Version, Note = parsed.GetRequiredValue(note) },
                service.Options(cancellation)).ResponseAsync.ConfigureAwait(false);
            terminal.Line(back.Changed ? $"Version {back.Version} is in force." : $"Version {back.Version} was in force already.");
            return ExitStatus.Done;
        });
        return command;
    }
}
