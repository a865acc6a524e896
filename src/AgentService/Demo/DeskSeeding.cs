using AiDesk.Agent.Demo;
using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent;

/// <summary>Fills a desk's database with history of any size, for <c>aidesk seed</c>.</summary>
public static class DeskSeeding
{
    /// <summary>The tenants of the demonstration.</summary>
    public static IReadOnlyList<string> DemoTenants { get; } = [.. DemoTenant.All.Select(tenant => tenant.Id)];

    /// <summary>
    /// Why this database is not to be filled: the tenant is none of the demonstration, the demonstration is not in it, or others have runs in it. Null when it
    /// may be. Throws <see cref="ArgumentException"/> for a connection string that is none, <see cref="Npgsql.NpgsqlException"/> when the database does not answer
    /// or has no desk.
    /// </summary>
    /// <param name="connectionString">Of a login that is a member of the desk's roles.</param>
    /// <param name="tenant">Whose history it would be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> RefusalAsync(string connectionString, string tenant, CancellationToken cancellationToken)
    {
        if (DemoTenant.Find(tenant) is null)
        {
            return $"{tenant} is no tenant of the demonstration ({string.Join(", ", DemoTenants)})";
        }

        await using var database = new DeskDatabase(connectionString);
        await using (var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false))
        {
            var other = await worker.QueryFirstOrDefaultAsync<string>(
                new CommandDefinition("SELECT tenant_id FROM desk.runs WHERE NOT tenant_id = ANY (@demo) LIMIT 1", new { demo = DemoTenants.ToArray() }, cancellationToken: cancellationToken)).ConfigureAwait(false);
            if (other is not null)
            {
                return $"{other} has conversations in this database: it is not only a demonstration's";
            }
        }

        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var isThere = await work.FirstAsync<bool>("SELECT EXISTS (SELECT FROM desk.settings WHERE tenant_id = @tenant)", null, cancellationToken).ConfigureAwait(false);
        return isThere ? null : "the demonstration is not in this database (`aidesk up --desk` on the samples in Development puts it there)";
    }

    /// <summary>Adds what is missing of the size; answers how many runs were added. A tenant without settings gets the defaults. Throws <see cref="Npgsql.NpgsqlException"/>.</summary>
    /// <param name="connectionString">Of a login that is a member of the desk's roles.</param>
    /// <param name="tenant">Whose history it is.</param>
    /// <param name="runs">How many there are to be, 1 to 1,000,000; rounded up to five.</param>
    /// <param name="messages">About how many messages; 0 for about two a run.</param>
    /// <param name="progress">Runs that there are, after each batch of 5,000.</param>
    /// <param name="cancellationToken">Ends it: whole batches stay.</param>
    public static async Task<long> AddAsync(string connectionString, string tenant, long runs, long messages, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runs);
        await using var database = new DeskDatabase(connectionString);
        await using (var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            await work.ExecuteAsync("INSERT INTO desk.settings (tenant_id) VALUES (@tenant) ON CONFLICT DO NOTHING", null, cancellationToken).ConfigureAwait(false);
            await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        var added = await new DemoHistory(database, TimeProvider.System).AddAsync(tenant, new HistorySize(runs, messages), isAlone: true, progress, cancellationToken).ConfigureAwait(false);
        if (added > 0)
        {
            await database.AnalyzeAsync(cancellationToken).ConfigureAwait(false);
        }

        return added;
    }
}
