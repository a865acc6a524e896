using System.CommandLine;
using AiDesk.Policy.Policies.Reference;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy schema`: the JSON Schema of policy files, for editors; made from the keys that the loader reads by.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of policy files, for editors.");
        command.SetGuardedAction((_, _, _) =>
        {
            Console.Out.Write(PolicyReference.Schema());
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }
}
