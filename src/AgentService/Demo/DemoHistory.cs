using System.Globalization;
using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent.Demo;

/// <summary>Fills a tenant with a history of any size, as history.sql has it. What is there already is not made again, so that the same size twice is that size.</summary>
internal sealed class DemoHistory(DeskDatabase database, TimeProvider clock)
{
    private const int GroupRuns = 5;
    private const int GroupConversations = 3;
    private const int HandedOneIn = 8;
    private const int RunsOfConversation = 3;
    private const int BatchGroups = 1000;
    private const int ExtraLimit = 5_000;

    /// <summary>PostgreSQL may take this long for one statement of a batch.</summary>
    private const int StatementSeconds = 600;

    /// <summary>Answers how many runs were added. Whoever seeds at the same time waits for each batch, and finds its rows there.</summary>
    /// <param name="tenant">Must have its settings.</param>
    /// <param name="size">How much there is to be.</param>
    /// <param name="isAlone">Outcomes are counted once for each batch instead of with each change, which takes a third of the time: others' changes wait for the batch. Only where the login owns the tables.</param>
    /// <param name="progress">Runs that there are, after each batch; null for nobody.</param>
    /// <param name="cancellationToken">Ends it: whole batches stay.</param>
    public async Task<long> AddAsync(string tenant, HistorySize size, bool isAlone, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var groups = (size.Runs + GroupRuns - 1) / GroupRuns;
        var now = clock.Now();
        for (var added = 0L; ;)
        {
            await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
            await work.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('desk.demo.' || @tenant, 0))", null, cancellationToken).ConfigureAwait(false);
            var first = await GroupsAsync(work, cancellationToken).ConfigureAwait(false);
            if (first >= groups)
            {
                return added;
            }

            var last = Math.Min(first + BatchGroups, groups) - 1;
            var profile = await work.FirstAsync<Profile>("SELECT locale AS Locale, time_zone AS Zone FROM desk.settings WHERE tenant_id = @tenant", null, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"the tenant {tenant} has no settings");
            var arguments = new { tenant, first, last, now, zone = profile.Zone, locale = profile.Locale, extra = Extra(size, groups), data = HistoryScript.TextsOf(tenant, profile.Locale) };
            var isCountedLater = isAlone && await CountLaterAsync(work, cancellationToken).ConfigureAwait(false);
            await AddGroupsAsync(work, arguments, cancellationToken).ConfigureAwait(false);
            if (isCountedLater)
            {
                await RunAsync(work, HistoryScript.Outcomes, arguments, 0, cancellationToken).ConfigureAwait(false);
                await work.ExecuteAsync(AsOwner(SwitchTriggers("ENABLE")), null, cancellationToken).ConfigureAwait(false);
            }

            await work.CommitAsync(cancellationToken).ConfigureAwait(false);
            added += (last - first + 1) * GroupRuns;
            progress?.Report((last + 1) * GroupRuns);
        }
    }

    /// <summary>Messages of people in each conversation that they took over, so that there are as many as asked for; 0 for a few.</summary>
    private static int Extra(HistorySize size, long groups)
    {
        var plain = groups * GroupRuns * 19 / 10;
        var handed = Math.Max(1, groups * GroupConversations / HandedOneIn);
        return size.Messages <= plain ? 0 : (int)Math.Min(ExtraLimit, (size.Messages - plain + handed - 1) / handed);
    }

    /// <summary>How many groups there are. An id is dede0002-NNNN-NNNN-NNNN-…, with the number of the run.</summary>
    private static async Task<long> GroupsAsync(TenantWork work, CancellationToken cancellationToken)
    {
        var last = await work.FirstAsync<string>(
            """
            SELECT run_id::text FROM desk.runs
            WHERE tenant_id = @tenant AND run_id BETWEEN 'dede0002-0000-0000-0000-000000000000' AND 'dede0002-ffff-ffff-ffff-ffffffffffff'
            ORDER BY run_id DESC LIMIT 1
            """,
            null,
            cancellationToken).ConfigureAwait(false);
        return last is null ? 0 : long.Parse(last[9..23].Replace("-", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / GroupRuns;
    }

    /// <summary>Switches off, within this transaction, the triggers that count outcomes. Those that keep runs to their legal moves stay. False where the login does not own the tables.</summary>
    private static async Task<bool> CountLaterAsync(TenantWork work, CancellationToken cancellationToken)
    {
        if (!await work.FirstAsync<bool>("SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'desk.runs'::regclass", null, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await work.ExecuteAsync(AsOwner("LOCK TABLE desk.conversations, desk.messages, desk.runs IN SHARE ROW EXCLUSIVE MODE; " + SwitchTriggers("DISABLE")), null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static string SwitchTriggers(string word) =>
        string.Concat(new[] { "conversations", "messages", "runs" }.Select(table => $"ALTER TABLE desk.{table} {word} TRIGGER keep_outcome; "));

    private static string AsOwner(string statements) => $"RESET ROLE; {statements}SET LOCAL ROLE aidesk_desk_app";

    private static async Task AddGroupsAsync(TenantWork work, object arguments, CancellationToken cancellationToken)
    {
        await RunAsync(work, HistoryScript.Plan, arguments, 0, cancellationToken).ConfigureAwait(false);
        for (var place = 1; place <= RunsOfConversation; place++)
        {
            await RunAsync(work, HistoryScript.Runs, arguments, place, cancellationToken).ConfigureAwait(false);
        }

        await RunAsync(work, HistoryScript.Rest, arguments, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task RunAsync(TenantWork work, IReadOnlyList<string> steps, object arguments, int place, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(arguments);
        parameters.Add("k", place);
        foreach (var step in steps)
        {
            await work.Connection.ExecuteAsync(new CommandDefinition(step, parameters, work.Transaction, StatementSeconds, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }
    }

    private sealed record Profile
    {
        public string Locale { get; init; } = "";

        public string Zone { get; init; } = "";
    }
}

/// <param name="Runs">Rounded up to a whole group of five.</param>
/// <param name="Messages">About as many, of conversations that people took over; 0 for a few each.</param>
internal sealed record HistorySize(long Runs, long Messages = 0);
