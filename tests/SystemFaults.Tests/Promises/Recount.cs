using System.Globalization;
using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Services;
using Dapper;
using Npgsql;

namespace AiDesk.SystemFaults.Promises;

/// <summary>Compares what callers were told with what the stores and the receivers have, once everything has come to rest.</summary>
internal sealed class Recount(WholeSystem system, Promised promised) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Credits are counted in millionths.</summary>
    private const long Credit = 1_000_000;

    private readonly NpgsqlConnection _desk = new(system.DeskDatabase + ";Command Timeout=30;Pooling=false");
    private readonly NpgsqlConnection _records = new(system.RecordsDatabase + ";Command Timeout=30;Pooling=false");

    private int _lost;
    private int _twice;

    /// <summary>Waits until every run is at its end, while people still approve what waits. One that is not is a problem.</summary>
    public async Task RestAsync()
    {
        List<string> open = [];
        try
        {
            await Eventually.TrueAsync(
                async () => (open = [.. await _desk.QueryAsync<string>(
                    """
                    SELECT format('%s %s, begun %s times, approvals %s, sending %s, last decisions %s', r.tenant_id, r.run_state, r.attempts,
                                  (SELECT string_agg(a.kind || ' ' || a.state, ', ') FROM desk.approvals a WHERE a.tenant_id = r.tenant_id AND a.run_id = r.run_id),
                                  (SELECT o.state || ' ' || o.last_error FROM desk.outbox_messages o WHERE o.tenant_id = r.tenant_id AND o.run_id = r.run_id),
                                  (SELECT string_agg(d.text, ', ') FROM (SELECT rpc || ' ' || verdict || ' ' || reason || ' ' || findings::text AS text FROM desk.run_decisions d
                                    WHERE d.tenant_id = r.tenant_id AND d.run_id = r.run_id ORDER BY decided_at DESC LIMIT 3) d))
                    FROM desk.runs r WHERE r.run_state IN ('running', 'pending_approval', 'approved')
                    """)]).Count == 0,
                "every run ends", Patience);
        }
        catch (TimeoutException)
        {
            promised.Problems.Enqueue($"{open.Count} runs did not end: {string.Join("; ", open.Take(5))}");
        }
    }

    /// <summary>After <see cref="RestAsync"/>, when nobody asks any more.</summary>
    public async Task<Outcome> CountAsync()
    {
        var (sent, handedOver) = await RunsAsync();
        await CallsAsync();
        await InterventionsAsync();
        await LedgerAsync();
        return new Outcome(sent, handedOver, _lost, _twice);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _records.DisposeAsync();
    }

    private async Task<(int Sent, int HandedOver)> RunsAsync()
    {
        var runs = (await _desk.QueryAsync<RunRow>(
            """
            SELECT r.run_id AS "Run", r.tenant_id AS "Tenant", r.run_state AS "State",
                   (SELECT count(*)::int FROM desk.messages b WHERE b.tenant_id = r.tenant_id AND b.run_id = r.run_id AND b.author = 'bot') AS "Messages"
            FROM desk.runs r JOIN desk.messages c ON c.tenant_id = r.tenant_id AND c.message_id = r.message_id
            WHERE c.request_id LIKE 'customer-' || @Number || '-%' OR c.request_id LIKE 'probe-' || @Number || '-%'
            """,
            new { Number = promised.Number.ToString(CultureInfo.InvariantCulture) })).ToList();
        var known = runs.Select(run => run.Run).ToHashSet();
        Lost(promised.Runs.Keys.Count(run => !known.Contains(run)), "messages that a desk took");
        Twice(runs.Count(run => !promised.Runs.ContainsKey(run.Run)), "messages that were sent once");
        foreach (var run in runs)
        {
            var receiver = run.Tenant == SystemPolicies.Copilot ? system.CopilotReceiver : system.AutopilotReceiver;
            var isSent = run.State == "approved_sent";
            var seen = Math.Max(run.Messages, receiver.Count(run.Run));
            var least = Math.Min(run.Messages, receiver.Count(run.Run));
            Lost(isSent && least == 0 ? 1 : 0, $"the message of run {run.Run}");
            Lost(promised.Approved.ContainsKey(run.Run) && !isSent ? 1 : 0, $"the approval of run {run.Run}, which is {run.State}");
            Twice(Math.Max(0, seen - (isSent ? 1 : 0)), $"the message of run {run.Run}, which is {run.State}");
        }

        return (runs.Count(run => run.State == "approved_sent"), runs.Count(run => run.State == "completed"));
    }

    /// <summary>A call that ran has one effect, and no effect is of a call that did not run.</summary>
    private async Task CallsAsync()
    {
        var calls = await _desk.QuerySingleAsync<(int Executed, int Links)>(
            "SELECT (SELECT count(*)::int FROM desk.tool_calls WHERE tool = 'payment_link' AND state = 'executed'), (SELECT count(*)::int FROM desk.payment_links)");
        Lost(Math.Max(0, calls.Executed - calls.Links), "effects of calls");
        Twice(Math.Max(0, calls.Links - calls.Executed), "effects of calls");
    }

    /// <summary>What callers were told, and what the desks' own runs were told.</summary>
    private async Task InterventionsAsync()
    {
        var own = await _desk.QueryAsync<Guid>("SELECT decision_id FROM desk.run_decisions WHERE verdict <> 'allow'");
        var ids = promised.Interventions.Concat(own).Distinct().ToArray();
        var found = new Dictionary<Guid, int>();
        try
        {
            await Eventually.TrueAsync(
                async () => (found = (await _records.QueryAsync<(Guid Id, int Count)>("SELECT decision_id, count(*)::int FROM aidesk.decisions WHERE decision_id = ANY (@ids) GROUP BY 1", new { ids }))
                    .ToDictionary(row => row.Id, row => row.Count)).Count == ids.Length,
                "interventions are on record");
        }
        catch (TimeoutException)
        {
            // Counted below.
        }

        Lost(ids.Length - found.Count, "interventions");
        Twice(found.Values.Sum(count => count - 1), "interventions");
    }

    /// <summary>What was acknowledged is in the ledger, and nothing else: every commit was asked for until it was acknowledged.</summary>
    private async Task LedgerAsync()
    {
        foreach (var (budget, name, commits) in new[] { ("wide", promised.Wide, promised.WideCommits), ("tight", promised.Tight, promised.TightCommits) })
        {
            long spent = 0;
            try
            {
                await Eventually.TrueAsync(
                    async () => (spent = await _records.ExecuteScalarAsync<long>(
                        "SELECT coalesce(sum(cost), 0)::bigint FROM aidesk.ledger WHERE tenant_id = @Spending AND budget = @budget AND descriptor = @name", new { SystemPolicies.Spending, budget, name })) >= commits * Credit,
                    "commits are in the ledger");
            }
            catch (TimeoutException)
            {
                // Counted below.
            }

            Lost((int)Math.Max(0, commits - (spent / Credit)), $"commits of {budget} {name}");
            Twice((int)Math.Max(0, (spent / Credit) - commits), $"commits of {budget} {name}");
        }

        if (promised.TightCommits > SystemPolicies.TightCap)
        {
            promised.Problems.Enqueue($"{promised.TightCommits} credits were spent of {SystemPolicies.TightCap}");
        }
    }

    private void Lost(int number, string what)
    {
        _lost += number;
        Say(number, "lost", what);
    }

    private void Twice(int number, string what)
    {
        _twice += number;
        Say(number, "too many", what);
    }

    private void Say(int number, string how, string what)
    {
        if (number != 0)
        {
            promised.Problems.Enqueue($"{number} {how}: {what}");
        }
    }

    private sealed record RunRow(Guid Run, string Tenant, string State, int Messages);
}
