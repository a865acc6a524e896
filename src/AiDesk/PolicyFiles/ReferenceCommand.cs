using System.CommandLine;
using AiDesk.Policy.Policies.Reference;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy reference`: docs/policy-reference.md, made from the keys that the loader reads by.</summary>
internal static class ReferenceCommand
{
    public static Command Create()
    {
        var command = new Command("reference", "Print the reference of policy files, as Markdown.");
        command.SetGuardedAction((_, _, _) =>
        {
            Console.Out.Write(PolicyReference.Page());
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }
}
