using System.CommandLine;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy`: works on policy files; no service is needed.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Work on policy files.")
    {
        ValidateCommand.Create(),
        TestCommand.Create(),
        SchemaCommand.Create(),
        ReferenceCommand.Create(),
    };
}
