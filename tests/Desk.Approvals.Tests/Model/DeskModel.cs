using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;
using Npgsql;

namespace AiDesk.Desk.ApprovalsTests.Model;

/// <summary>A desk to which things happen, and what must be true of it after each: what was written is there, versions only grow, all invariants hold.</summary>
internal sealed class DeskModel(DeskBench bench)
{
    private const int ConversationLimit = 3;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly List<Guid> _conversations = [];
    private readonly HashSet<Guid> _runs = [];
    private readonly List<ClaimedRun> _deadWorkers = [];
    private readonly List<OutboxClaim> _deadDispatchers = [];
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private int _customers;

    public async Task ApplyAsync(DeskOperation operation)
    {
        switch (operation.Act)
        {
            case DeskAct.CustomerWrites: await WriteAsync(operation.Which); break;
            case DeskAct.ColleagueWrites when _conversations.Count > 0: await bench.PostAsync(DeskBench.Colleague(), "I answer", _conversations[operation.Which % _conversations.Count]); break;
            case DeskAct.GraphProposes: await ClaimedAsync(run => ProposeAsync(run, goesOut: false)); break;
            case DeskAct.GraphSends: await ClaimedAsync(run => ProposeAsync(run, goesOut: true)); break;
            case DeskAct.GraphHolds: await ClaimedAsync(HoldAsync); break;
            case DeskAct.GraphHandsOver: await ClaimedAsync(run => bench.Work.CompleteAsync(run, new RunCompletion("requested", "A person takes over.", ""), None)); break;
            case DeskAct.GraphHasNothingToSay: await ClaimedAsync(run => bench.Work.CompleteAsync(run, new RunCompletion("no_reply", "", ""), None)); break;
            case DeskAct.WorkerDies: await ClaimedAsync(run => { _deadWorkers.Add(run); return Task.CompletedTask; }); break;
            case DeskAct.ZombieWorkerWrites when _deadWorkers.Count > 0: await ZombieAsync(_deadWorkers[operation.Which % _deadWorkers.Count], operation.Which); break;
            case DeskAct.Approve: await DecideAsync(operation.Which, draft => bench.ApproveAsync(draft)); break;
            case DeskAct.Reject: await DecideAsync(operation.Which, draft => bench.RejectAsync(draft)); break;
            case DeskAct.ApproveDies: await DecideAsync(operation.Which, ApproveAndDieAsync); break;
            case DeskAct.Dispatch: await bench.DispatchAsync(); break;
            case DeskAct.DispatcherDies: await ClaimAndDieAsync(); break;
            case DeskAct.ZombieDispatcherFinishes when _deadDispatchers.Count > 0: await bench.Get<OutboxAttempt>().MakeAsync(_deadDispatchers[operation.Which % _deadDispatchers.Count], None); break;
            case DeskAct.ChannelBreaks: await SetChannelAsync("""{"web": {"kind": "pigeon"}}"""); break;
            case DeskAct.ChannelIsMended: await SetChannelAsync("{}"); break;
            case DeskAct.Retry: await FailedAsync(operation.Which, run => bench.Get<FailedSends>().RetryAsync(DeskBench.Approver(), new RetrySendRequest { RunId = run.ToString(), ConfirmUnknown = true }, None)); break;
            case DeskAct.Discard: await FailedAsync(operation.Which, run => bench.Get<FailedSends>().DiscardAsync(DeskBench.Approver(), new DiscardSendRequest { RunId = run.ToString(), ConfirmUnknown = true }, None)); break;
            case DeskAct.Reap: await bench.ReapAsync(); break;
            case DeskAct.TimePasses: bench.Clock.Jump(TimeSpan.FromSeconds(10 * (operation.Which + 1))); break;
            case DeskAct.ClockJumps: bench.Clock.Jump(TimeSpan.FromHours((operation.Which - 3) * 9)); break;
            default: break;
        }
    }

    public async Task CheckAsync()
    {
        await bench.VerifyAsync();
        await using var connection = new NpgsqlConnection(bench.ConnectionString + ";Pooling=false");
        (await connection.QueryAsync<Guid>("SELECT run_id FROM desk.runs")).ShouldBe(_runs, ignoreOrder: true, "no run is lost");
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM (SELECT FROM desk.messages WHERE author = 'bot' GROUP BY run_id HAVING count(*) > 1) twice")).ShouldBe(0);
        var versions = await connection.QueryAsync<(string, long)>(
            "SELECT 'c' || conversation_id, version FROM desk.conversations UNION ALL SELECT 'r' || run_id, fence FROM desk.runs UNION ALL SELECT 'o' || outbox_id, fence FROM desk.outbox_messages");
        foreach (var (row, version) in versions)
        {
            version.ShouldBeGreaterThanOrEqualTo(_versions.GetValueOrDefault(row), "versions and fences only grow");
            _versions[row] = version;
        }
    }

    /// <summary>However it went, all of it comes to an end: no row is nobody's.</summary>
    public async Task EndAsync()
    {
        await SetChannelAsync("{}");
        for (var round = 0; round < 20; round++)
        {
            bench.Clock.Jump(TimeSpan.FromDays(2));
            await bench.ReapAsync();
            await ClaimedAsync(run => bench.Work.CompleteAsync(run, new RunCompletion("no_reply", "", ""), None));
            await bench.DispatchAsync();
            await FailedAsync(0, run => bench.Get<FailedSends>().RetryAsync(DeskBench.Approver(), new RetrySendRequest { RunId = run.ToString(), ConfirmUnknown = true }, None));
            await CheckAsync();
            if (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.runs WHERE run_state NOT IN ('approved_sent', 'rejected', 'completed')") == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException("runs are left that nobody ends: " + await bench.ScalarAsync<string>("SELECT string_agg(run_id || ' ' || run_state, ', ') FROM desk.runs WHERE run_state NOT IN ('approved_sent', 'rejected', 'completed')"));
    }

    private async Task WriteAsync(int which)
    {
        var known = which % ConversationLimit < _conversations.Count;
        var posted = await bench.PostAsync(DeskBench.Customer($"c-{(known ? which % ConversationLimit : _customers)}"), "Hello", known ? _conversations[which % ConversationLimit] : null);
        if (!known)
        {
            _customers++;
            _conversations.Add(posted.ConversationId);
        }

        if (posted.RunId is { } run)
        {
            _runs.Add(run);
        }
    }

    private async Task ClaimedAsync(Func<ClaimedRun, Task> act)
    {
        if (await bench.Work.ClaimAsync(None) is { } run)
        {
            await act(run);
        }
    }

    private async Task ProposeAsync(ClaimedRun run, bool goesOut)
    {
        var input = await bench.Work.LoadAsync(run, None);
        await bench.Work.ProposeAsync(run, DeskBench.Draft("We ship within two days.", input.ConversationVersion, goesOut), None);
    }

    private Task HoldAsync(ClaimedRun run) => bench.Work.HoldAsync(
        run, [new HeldToolCall($"call-{run.Fence}", "payment_link", "{}", Guid.CreateVersion7(), "standard", 1, "high", "RISK_LEVEL", [], null)], None);

    /// <summary>It may write only while its lease lasts and nobody else has the run.</summary>
    private async Task ZombieAsync(ClaimedRun zombie, int which)
    {
        var alive = await bench.ScalarAsync<bool>(
            "SELECT run_state = 'running' AND fence = @Fence AND lease_until > @now FROM desk.runs WHERE run_id = @RunId", new { zombie.RunId, zombie.Fence, now = bench.Clock.Now() });
        try
        {
            await (which % 2 == 0 ? ProposeAsync(zombie, goesOut: true) : bench.Work.RenewAsync(zombie, None));
            alive.ShouldBeTrue("a zombie wrote");
        }
        catch (LeaseLostException)
        {
            alive.ShouldBeFalse();
        }
    }

    private async Task DecideAsync(int which, Func<DraftAtHand, Task> decide)
    {
        await using var connection = new NpgsqlConnection(bench.ConnectionString + ";Pooling=false");
        var drafts = (await connection.QueryAsync<(Guid Run, Guid Conversation, string Hash, long Version, string State)>(
            "SELECT run_id, conversation_id, draft_hash, conversation_version, run_state FROM desk.runs WHERE draft_hash IS NOT NULL ORDER BY run_id")).ToList();
        if (drafts.Count == 0)
        {
            return;
        }

        var (run, conversation, hash, version, state) = drafts[which % drafts.Count];
        try
        {
            await decide(new DraftAtHand(run, conversation, hash, version));
        }
        catch (DeskException)
        {
            // What is out of state is refused, and changes nothing.
            (await bench.StateAsync(run)).ShouldBe(RunMoves.Parse(state));
        }
    }

    private async Task ApproveAndDieAsync(DraftAtHand draft)
    {
        await using var work = await bench.Database.BeginAsync(DeskBench.Tenant, None);
        await work.ExecuteAsync("UPDATE desk.runs SET run_state = 'approved', decided_by = 'ana' WHERE tenant_id = @tenant AND run_id = @Run AND run_state = 'pending_approval'", new { draft.Run }, None);
    }

    private async Task ClaimAndDieAsync()
    {
        await using var worker = await bench.Database.OpenWorkerAsync(None);
        _deadDispatchers.AddRange(await OutboxClaims.ClaimAsync(worker, bench.Get<DeskRunsOptions>(), 2, bench.Clock.Now(), None));
    }

    private Task SetChannelAsync(string channels) => bench.ScalarAsync<object>(
        "INSERT INTO desk.settings (tenant_id, channels) VALUES (@Tenant, @channels::jsonb) ON CONFLICT (tenant_id) DO UPDATE SET channels = excluded.channels", new { DeskBench.Tenant, channels });

    private async Task FailedAsync(int which, Func<Guid, Task> decide)
    {
        await using var connection = new NpgsqlConnection(bench.ConnectionString + ";Pooling=false");
        var failed = (await connection.QueryAsync<Guid>("SELECT run_id FROM desk.runs WHERE run_state = 'send_failed' ORDER BY run_id")).ToList();
        if (failed.Count > 0)
        {
            await decide(failed[which % failed.Count]);
        }
    }
}
