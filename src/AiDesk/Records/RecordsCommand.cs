using System.CommandLine;

namespace AiDesk.CommandLine.Records;

/// <summary>`aidesk records`: the stores of records; no service is needed.</summary>
internal static class RecordsCommand
{
    public static Command Create() => new("records", "Work on the stores of records.")
    {
        MigrateCommand.Create(),
        DeleteCommand.Create(),
    };
}
