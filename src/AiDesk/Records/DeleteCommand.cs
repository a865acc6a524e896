using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Connection;
using AiDesk.Policy.Service.Hosting;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.Records.Retention;

namespace AiDesk.CommandLine.Records;

/// <summary>`aidesk records delete`: a tenant's records, of before a day or all of them.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var tenant = new Option<string>("--tenant") { Description = "Whose records.", Required = true };
        var before = new Option<string>("--before") { Description = "Only records of before this moment, as 2026-11-30 or 2026-11-30T12:00:00Z (UTC)." };
        var all = new Option<bool>("--all") { Description = "All of them; in PostgreSQL its ledger too." };
        var postgres = new Option<string>("--postgres") { Description = "The PostgreSQL of the records; also AIDESK_RECORDS_POSTGRES. Without it the files of the state folder are meant." };
        var state = StateDirectoryOption.Create();
        var command = new Command("delete", "Delete a tenant's records. Of files, the one that a service writes is left alone while the service runs.") { tenant, before, all, postgres, state };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var moment = MomentOf(parsed.GetValue(before), parsed.GetValue(all));
            var options = RecordSettings.Read((RecordSettings.PostgresVariable, parsed.GetValue(postgres)), (RecordSettings.StateVariable, parsed.GetValue(state)));
            var name = parsed.GetRequiredValue(tenant);
            var deleted = options.RecordsPostgres is { } text
                ? await FromPostgresAsync(text, name, moment, cancellation).ConfigureAwait(false)
                : await FromFilesAsync(options.StateDirectory, name, moment, terminal.Problem, cancellation).ConfigureAwait(false);
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{deleted} records of {name} deleted."));
            return ExitStatus.Done;
        });
        return command;
    }

    private static DateTimeOffset MomentOf(string? before, bool all)
    {
        if (all == before is not null)
        {
            throw CommandFailure.Usage("Give either --before or --all.");
        }

        return before is null ? DateTimeOffset.MaxValue
            : DateTimeOffset.TryParse(before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
            : throw CommandFailure.Usage($"--before: {before} is no moment, as 2026-11-30.");
    }

    private static async Task<long> FromPostgresAsync(string text, string tenant, DateTimeOffset before, CancellationToken cancellation)
    {
        await using var database = new PostgresDatabase(text);
        try
        {
            return await new PostgresRetention(database).DeleteAsync(tenant, before, cancellation).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new CommandFailure(ExitStatus.NoService, fault.Message);
        }
    }

    private static async Task<long> FromFilesAsync(string state, string tenant, DateTimeOffset before, Action<string> warn, CancellationToken cancellation)
    {
        // Who has the journal writes the files.
        DeliveredPosition? held = null;
        try
        {
            var journal = Path.Combine(state, HostRecords.JournalFolder);
            held = Directory.Exists(journal) ? new DeliveredPosition(journal) : null;
        }
        catch (IOException)
        {
            warn("A service runs on this folder: what it has not put aside yet is left. Its own retention deletes that later.");
        }

        var isFree = held is not null || !Directory.Exists(Path.Combine(state, HostRecords.JournalFolder));
        using (held)
        {
            return await new FileRetention(Path.Combine(state, HostRecords.RecordsFolder), andCurrent: isFree).DeleteAsync(tenant, before, cancellation).ConfigureAwait(false);
        }
    }
}
