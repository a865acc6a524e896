using System.CommandLine;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Postgres;
using Npgsql;

namespace AiDesk.CommandLine.Records;

/// <summary>`aidesk records migrate`: brings a database to the form that the service writes to, with a login that may, so that the service's own need not.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a login that owns the tables or may create them; also AIDESK_RECORDS_POSTGRES." };
        var command = new Command("migrate", "Apply what is missing to the database of records.") { postgres };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var options = RecordSettings.Read((RecordSettings.PostgresVariable, parsed.GetValue(postgres)));
            if (options.RecordsPostgres is not { } text)
            {
                throw CommandFailure.Usage("No database is named: give --postgres or AIDESK_RECORDS_POSTGRES.");
            }

            try
            {
                await using var connection = new NpgsqlConnection(text);
                await connection.OpenAsync(cancellation).ConfigureAwait(false);
                var applied = await Migrator.ApplyAsync(connection, RecordMigrations.All, cancellation).ConfigureAwait(false);
                terminal.Line(applied == 0 ? "Nothing was missing." : $"{applied} of {RecordMigrations.All.Count} migrations applied.");
                return ExitStatus.Done;
            }
            catch (MigrationException fault)
            {
                throw new CommandFailure(ExitStatus.Faulty, fault.Message);
            }
            catch (NpgsqlException fault)
            {
                throw new CommandFailure(fault is PostgresException ? ExitStatus.Refused : ExitStatus.NoService, "PostgreSQL: " + fault.Message);
            }
        });
        return command;
    }
}
