using System.CommandLine;
using System.Globalization;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using AiDesk.CommandLine.Records;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Records.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.CommandLine.Verify;

/// <summary>`aidesk verify ledger`: what Redis says is spent beside what the ledger has, per tenant, budget and window. Changes nothing.</summary>
internal static class LedgerCommand
{
    public static Command Create()
    {
        var tenants = new Option<string[]>("--tenant") { Description = "Only these tenants. Default: all that the ledger knows.", AllowMultipleArgumentsPerToken = true };
        var redis = new Option<string>("--redis") { Description = "The Redis of the counters; also AIDESK_REDIS." };
        var postgres = new Option<string>("--postgres") { Description = "The PostgreSQL of the ledger; also AIDESK_RECORDS_POSTGRES. Without it the ledger of the state folder is taken." };
        var state = StateDirectoryOption.Create();
        var all = new Option<bool>("--all") { Description = "Show what agrees too." };
        var command = new Command("ledger", "Compare the budgets in Redis with the ledger. Exit status 1 when they differ. Commits that are on their way count as differences: ask when the service is quiet.")
        {
            tenants, redis, postgres, state, all,
        };
        command.SetGuardedAction(async (parsed, terminal, cancellation) =>
        {
            var options = RecordSettings.Read(
                (RecordSettings.RedisVariable, parsed.GetValue(redis)), (RecordSettings.PostgresVariable, parsed.GetValue(postgres)), (RecordSettings.StateVariable, parsed.GetValue(state)));
            if (options.Redis is not { } server)
            {
                throw CommandFailure.Usage("No Redis is named: give --redis or AIDESK_REDIS. Counters in memory have nothing to compare.");
            }

            using var metrics = new ConnectionMetrics();
            await using var connection = RedisConnections.Open(server with { CommandDeadline = TimeSpan.FromSeconds(1) }, metrics, NullLogger.Instance);
            await connection.ReadyAsync(cancellation).ConfigureAwait(false);
            await using var database = options.RecordsPostgres is { } text ? new PostgresDatabase(text) : null;
            try
            {
                return await CompareAsync(
                    new LedgerAudit(connection, new RedisStoreOptions { SlowDeadline = TimeSpan.FromSeconds(5) }),
                    database, options.StateDirectory, parsed.GetValue(tenants) ?? [], parsed.GetValue(all), terminal, cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or IOException)
            {
                throw new CommandFailure(ExitStatus.NoService, fault is IOException ? fault.Message : $"Redis does not answer. {connection.Refusal}");
            }
        });
        return command;
    }

    private static async Task<int> CompareAsync(
        LedgerAudit audit, PostgresDatabase? database, string folder, string[] tenants, bool showsAll, Terminal terminal, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var local = database is null ? LocalLedger.RowsIn(folder) : [];
        var names = tenants.Length > 0 ? tenants
            : database is null ? [.. local.Select(row => row.Tenant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : [.. await PostgresLedger.TenantsAsync(database, cancellation).ConfigureAwait(false)];
        var (compared, differing) = (0, 0);
        foreach (var tenant in names)
        {
            var rows = database is null ? local : await RowsAsync(database, tenant, now, cancellation).ConfigureAwait(false);
            foreach (var line in await audit.CompareAsync(tenant, rows, now, cancellation).ConfigureAwait(false))
            {
                compared++;
                differing += line.Difference == 0 ? 0 : 1;
                if (showsAll || line.Difference != 0)
                {
                    terminal.Line(Show(line));
                }
            }
        }

        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{compared} budgets compared, {differing} differ."));
        return differing == 0 ? ExitStatus.Done : ExitStatus.Faulty;
    }

    private static async Task<IReadOnlyList<LedgerRow>> RowsAsync(PostgresDatabase database, string tenant, long now, CancellationToken cancellation)
    {
        var rows = new List<LedgerRow>();
        await foreach (var row in PostgresLedger.ReadAsync(database, tenant, now, cancellation).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static string Show(AuditLine line)
    {
        var window = line.WindowEnd == long.MaxValue
            ? "without end"
            : $"{DateTimeOffset.FromUnixTimeMilliseconds(line.WindowStart):yyyy-MM-ddTHH:mm:ssZ} to {DateTimeOffset.FromUnixTimeMilliseconds(line.WindowEnd):yyyy-MM-ddTHH:mm:ssZ}";
        var name = line.Descriptor.Length == 0 ? line.Budget : $"{line.Budget} ({line.Descriptor})";
        var redis = line.Redis < 0 ? "nothing" : line.Redis.ToString(CultureInfo.InvariantCulture);
        var verdict = line.Difference switch { 0 => "agree", < 0 => $"Redis has forgotten {-line.Difference}", _ => $"Redis has {line.Difference} more" };
        return TerminalText.Visible(string.Create(CultureInfo.InvariantCulture, $"{line.Tenant} {name} {line.Unit} {window}: ledger {line.Ledger}, Redis {redis}: {verdict}"), keepLines: false);
    }
}
