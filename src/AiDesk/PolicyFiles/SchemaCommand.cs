using System.CommandLine;
using AiDesk.Policy.Policies.Reference;
using AiDesk.Policy.Testing.Reference;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy schema`: the JSON Schema of policy files, for editors; made from the keys that the loader reads by.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var tests = new Option<bool>("--tests") { Description = "Of test files instead." };
        var command = new Command("schema", "Print the JSON Schema of policy files, for editors.") { tests };
        command.SetGuardedAction((parsed, _, _) =>
        {
            Console.Out.Write(parsed.GetValue(tests) ? TestReference.Schema() : PolicyReference.Schema());
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }
}
