using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Services;
using Dapper;
using Npgsql;

namespace AiDesk.SystemFaults.Promises;

/// <summary>What callers of the policy service were told, beside what its records and its ledger have.</summary>
internal sealed class RecordsRecount(NpgsqlConnection desk, NpgsqlConnection records, Promised promised, Tally tally)
{
    /// <summary>Credits are counted in millionths.</summary>
    private const long Credit = 1_000_000;

    /// <summary>What callers were told, and what the desks' own runs were told.</summary>
    public async Task InterventionsAsync()
    {
        var own = await desk.QueryAsync<Guid>("SELECT decision_id FROM desk.run_decisions WHERE verdict <> 'allow'");
        var ids = promised.Interventions.Concat(own).Distinct().ToArray();
        var found = new Dictionary<Guid, int>();
        try
        {
            await Eventually.TrueAsync(
                async () => (found = (await records.QueryAsync<(Guid Id, int Count)>("SELECT decision_id, count(*)::int FROM aidesk.decisions WHERE decision_id = ANY (@ids) GROUP BY 1", new { ids }))
                    .ToDictionary(row => row.Id, row => row.Count)).Count == ids.Length,
                "interventions are on record");
        }
        catch (TimeoutException)
        {
            // Counted below.
        }

        tally.Lost(ids.Length - found.Count, "interventions");
        tally.Twice(found.Values.Sum(count => count - 1), "interventions");
    }

    /// <summary>What was acknowledged is in the ledger, and nothing else: every commit was asked for until it was acknowledged.</summary>
    public async Task LedgerAsync()
    {
        foreach (var (budget, name, commits) in new[] { ("wide", promised.Wide, promised.WideCommits), ("tight", promised.Tight, promised.TightCommits) })
        {
            long spent = 0;
            try
            {
                await Eventually.TrueAsync(
                    async () => (spent = await records.ExecuteScalarAsync<long>(
                        "SELECT coalesce(sum(cost), 0)::bigint FROM aidesk.ledger WHERE tenant_id = @Spending AND budget = @budget AND descriptor = @name", new { SystemPolicies.Spending, budget, name })) >= commits * Credit,
                    "commits are in the ledger");
            }
            catch (TimeoutException)
            {
                // Counted below.
            }

            tally.Lost((int)Math.Max(0, commits - (spent / Credit)), $"commits of {budget} {name}");
            tally.Twice((int)Math.Max(0, (spent / Credit) - commits), $"commits of {budget} {name}");
        }

        if (promised.TightCommits > SystemPolicies.TightCap)
        {
            promised.Problems.Enqueue($"{promised.TightCommits} credits were spent of {SystemPolicies.TightCap}");
        }
    }
}
