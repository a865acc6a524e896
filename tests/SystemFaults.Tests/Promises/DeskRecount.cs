using System.Globalization;
using AiDesk.Redis.Harness;
using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Services;
using Dapper;
using Npgsql;

namespace AiDesk.SystemFaults.Promises;

/// <summary>What the desks' people were told, beside what their database and their receivers have.</summary>
internal sealed class DeskRecount(WholeSystem system, NpgsqlConnection desk, Promised promised, Tally tally)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until every run is at its end, while people still approve what waits. One that is not is a problem.</summary>
    public async Task RestAsync()
    {
        List<string> open = [];
        try
        {
            await Eventually.TrueAsync(
                async () => (open = [.. await desk.QueryAsync<string>(
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

    /// <summary>Runs of this fault: how many ended with a message, and how many with a person or nothing to say.</summary>
    public async Task<(int Sent, int HandedOver)> RunsAsync()
    {
        var runs = (await desk.QueryAsync<RunRow>(
            """
            SELECT r.run_id AS "Run", r.tenant_id AS "Tenant", r.run_state AS "State",
                   (SELECT count(*)::int FROM desk.messages b WHERE b.tenant_id = r.tenant_id AND b.run_id = r.run_id AND b.author = 'bot') AS "Messages"
            FROM desk.runs r JOIN desk.messages c ON c.tenant_id = r.tenant_id AND c.message_id = r.message_id
            WHERE c.request_id LIKE 'customer-' || @Number || '-%' OR c.request_id LIKE 'probe-' || @Number || '-%'
            """,
            new { Number = promised.Number.ToString(CultureInfo.InvariantCulture) })).ToList();
        var known = runs.Select(run => run.Run).ToHashSet();
        tally.Lost(promised.Runs.Keys.Count(run => !known.Contains(run)), "messages that a desk took");
        tally.Twice(runs.Count(run => !promised.Runs.ContainsKey(run.Run)), "messages that were sent once");
        foreach (var run in runs)
        {
            var receiver = run.Tenant == SystemPolicies.Copilot ? system.CopilotReceiver : system.AutopilotReceiver;
            var isSent = run.State == "approved_sent";
            var seen = Math.Max(run.Messages, receiver.Count(run.Run));
            var least = Math.Min(run.Messages, receiver.Count(run.Run));
            tally.Lost(isSent && least == 0 ? 1 : 0, $"the message of run {run.Run}");
            tally.Lost(promised.Approved.ContainsKey(run.Run) && !isSent ? 1 : 0, $"the approval of run {run.Run}, which is {run.State}");
            tally.Twice(Math.Max(0, seen - (isSent ? 1 : 0)), $"the message of run {run.Run}, which is {run.State}");
        }

        return (runs.Count(run => run.State == "approved_sent"), runs.Count(run => run.State == "completed"));
    }

    /// <summary>A call that ran has one effect, and no effect is of a call that did not run.</summary>
    public async Task CallsAsync()
    {
        var calls = await desk.QuerySingleAsync<(int Executed, int Links)>(
            "SELECT (SELECT count(*)::int FROM desk.tool_calls WHERE tool = 'payment_link' AND state = 'executed'), (SELECT count(*)::int FROM desk.payment_links)");
        tally.Lost(Math.Max(0, calls.Executed - calls.Links), "effects of calls");
        tally.Twice(Math.Max(0, calls.Links - calls.Executed), "effects of calls");
    }

    private sealed record RunRow(Guid Run, string Tenant, string State, int Messages);
}
