using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.ApprovalsTests.Runs;

public sealed class DeskEventsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task WatchAsync_WhatHappens_ComesInOrderAndGoesOnFromAnyCursor()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        using var end = new CancellationTokenSource(Patience);
        await bench.PostAsync(DeskBench.Customer("before"), "Hello");
        var place = "";
        await foreach (var last in bench.Get<DeskEvents>().WatchAsync(DeskBench.Colleague(), new WatchEventsRequest { AfterCursor = "0-0" }, end.Token))
        {
            place = last.Cursor;
            if (last.Kind == "run_state")
            {
                break;
            }
        }

        var begun = bench.Get<DeskEvents>().WatchAsync(DeskBench.Colleague(), new WatchEventsRequest { AfterCursor = place }, end.Token).GetAsyncEnumerator(end.Token);
        var first = begun.MoveNextAsync();
        var draft = await bench.DraftAsync();
        await bench.ApproveAsync(draft);
        await bench.DispatchAsync();
        var seen = new List<DeskEvent>();
        while (await first)
        {
            seen.Add(begun.Current);
            if (begun.Current.ToState == Agent.V1.RunState.ApprovedSent)
            {
                break;
            }

            first = begun.MoveNextAsync();
        }

        await begun.DisposeAsync();
        seen.Where(one => one.Kind == "run_state").Select(one => one.ToState).ShouldBe([Agent.V1.RunState.Running, Agent.V1.RunState.PendingApproval, Agent.V1.RunState.Approved, Agent.V1.RunState.ApprovedSent]);
        seen.ShouldAllBe(one => one.ConversationId == draft.Conversation.ToString());
        for (var i = 0; i < seen.Count - 1; i++)
        {
            await foreach (var next in bench.Get<DeskEvents>().WatchAsync(DeskBench.Colleague(), new WatchEventsRequest { AfterCursor = seen[i].Cursor }, end.Token))
            {
                next.ShouldBe(seen[i + 1]);
                break;
            }
        }
    }

    [Fact]
    public async Task WatchAsync_TransactionThatEndsLate_IsNotPassedOver()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        using var end = new CancellationTokenSource(Patience);
        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello");
        await using var late = await bench.Database.BeginAsync(DeskBench.Tenant, default);
        await late.AddEventAsync(new EventEntry("message", posted.ConversationId, null, "x"), default);
        await using (var early = await bench.Database.BeginAsync(DeskBench.Tenant, default))
        {
            await early.AddEventAsync(new EventEntry("takeover", posted.ConversationId, null, "x"), default);
            await early.CommitAsync(default);
        }

        var kinds = new List<string>();
        await using var watch = bench.Get<DeskEvents>().WatchAsync(DeskBench.Customer(), new WatchEventsRequest { ConversationId = posted.ConversationId.ToString(), AfterCursor = "0-0" }, end.Token).GetAsyncEnumerator(end.Token);
        while (kinds.Count < 2 && await watch.MoveNextAsync())
        {
            kinds.Add(watch.Current.Kind);
        }

        await late.CommitAsync(default);
        while (kinds.Count < 4 && await watch.MoveNextAsync())
        {
            kinds.Add(watch.Current.Kind);
        }

        kinds.ShouldBe(["message", "run_state", "message", "takeover"]);
    }

    [Fact]
    public async Task WatchAsync_WhoMayNot_IsToldSo()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello");
        (await ReasonAsync(bench, DeskBench.Customer(), "", "")).ShouldBe(ErrorReason.FieldRequired);
        (await ReasonAsync(bench, DeskBench.Customer("other"), posted.ConversationId.ToString(), "")).ShouldBe(ErrorReason.NotFound);
        (await ReasonAsync(bench, DeskBench.Colleague(tenant: "harbour-pay"), posted.ConversationId.ToString(), "")).ShouldBe(ErrorReason.NotFound);
        (await ReasonAsync(bench, DeskBench.Colleague(), "", "nonsense")).ShouldBe(ErrorReason.FieldInvalid);
    }

    private static async Task<ErrorReason> ReasonAsync(DeskBench bench, DeskCaller caller, string conversation, string cursor)
    {
        var watch = bench.Get<DeskEvents>().WatchAsync(caller, new WatchEventsRequest { ConversationId = conversation, AfterCursor = cursor }, default).GetAsyncEnumerator();
        var fault = await Should.ThrowAsync<DeskException>(async () => await watch.MoveNextAsync());
        await watch.DisposeAsync();
        return fault.Reason;
    }
}
