using System.Globalization;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent.Verification;

/// <summary>Recounts every invariant, tenant by tenant, each tenant in one statement: one moment of its rows.</summary>
internal sealed class DeskRecount(DeskDatabase database, DeskRunsOptions options, TimeProvider clock)
{
    /// <summary>Problems of one invariant that are listed; more are counted.</summary>
    private const int ProblemLimit = 100;

    private static readonly string Statement = string.Join(
        "\nUNION ALL\n",
        DeskInvariantSql.All.Select((invariant, number) => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {number} AS number, ({invariant.Counted}) AS counted, NULL::uuid AS id, NULL::text AS problem
            UNION ALL
            SELECT {number}, 0, broken.id, broken.problem FROM ({invariant.Broken}) AS broken (id, problem)
            """)));

    public async Task<IReadOnlyList<DeskInvariant>> RunAsync(CancellationToken cancellationToken)
    {
        var counted = new long[DeskInvariantSql.All.Count];
        var problems = DeskInvariantSql.All.Select(_ => new List<string>()).ToArray();
        foreach (var tenant in await TenantsAsync(cancellationToken).ConfigureAwait(false))
        {
            await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
            foreach (var (number, count, id, problem) in await work.QueryAsync<(int, long, Guid?, string?)>(Statement, new { now = clock.Now(), attempts = options.RunAttempts }, cancellationToken).ConfigureAwait(false))
            {
                counted[number] += count;
                if (problem is not null)
                {
                    problems[number].Add($"{tenant} {id}: {problem}");
                }
            }
        }

        return [.. DeskInvariantSql.All.Select((invariant, number) => new DeskInvariant(invariant.Name, counted[number], Limited(problems[number])))];
    }

    private async Task<IReadOnlyList<string>> TenantsAsync(CancellationToken cancellationToken)
    {
        await using var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. await worker.QueryAsync<string>(new CommandDefinition(
                "SELECT tenant_id FROM desk.runs UNION SELECT tenant_id FROM desk.outbox_messages ORDER BY tenant_id", cancellationToken: cancellationToken)).ConfigureAwait(false),
        ];
    }

    private static IReadOnlyList<string> Limited(List<string> problems) =>
        problems.Count <= ProblemLimit ? problems : [.. problems.Take(ProblemLimit), string.Create(CultureInfo.InvariantCulture, $"and {problems.Count - ProblemLimit} more")];
}
