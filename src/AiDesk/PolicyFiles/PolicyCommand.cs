using System.CommandLine;

namespace AiDesk.CommandLine.PolicyFiles;

/// <summary>`aidesk policy`: works on policy files, and on the store of a service.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Work on policy files, and on the policies of a service.")
    {
        ValidateCommand.Create(),
        TestCommand.Create(),
        SchemaCommand.Create(),
        ReferenceCommand.Create(),
        ReplayCommand.Create(),
        PutCommand.Create(),
        VersionsCommand.Create(),
        RollbackCommand.Create(),
    };
}
