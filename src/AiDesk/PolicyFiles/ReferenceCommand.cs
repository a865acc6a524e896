using System.CommandLine;
using AiDesk.Policy.Policies.Reference;
using AiDesk.Policy.Testing.Reference;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy reference`: docs/policy-reference.md, made from the keys that the loader reads by.</summary>
internal static class ReferenceCommand
{
    public static Command Create()
    {
        var tests = new Option<bool>("--tests") { Description = "Of test files instead." };
        var command = new Command("reference", "Print the reference of policy files, as Markdown.") { tests };
        command.SetGuardedAction((parsed, _, _) =>
        {
            Console.Out.Write(parsed.GetValue(tests) ? TestReference.Page() : PolicyReference.Page());
            return Task.FromResult(ExitStatus.Done);
        });
        return command;
    }
}
