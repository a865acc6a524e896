using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class TurnTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Fact]
    public async Task Resync_WhileAnotherIsAtWork_IsRefused()
    {
        var clock = new SteppingClock();
        await using var desk = await fixture.CreateAsync(clock);
        await desk.PutAsync();
        await using var turn = await SyncTurn.TakeAsync(desk.Database, Desk.Tenant, "help", clock, CancellationToken.None);

        (await Should.ThrowAsync<DeskException>(() => desk.PushAsync(("a.txt", "A.")))).Reason.ShouldBe(ErrorReason.WrongState);
        (await desk.ChunksAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Resync_SixteenAtOnce_OneAtATimeAndNothingTwice()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await desk.PushAsync(("a.md", Texts.Hundred()), ("b.txt", "B."));
                return ErrorReason.Unspecified;
            }
            catch (DeskException refused)
            {
                return refused.Reason;
            }
        }));

        outcomes.ShouldContain(ErrorReason.Unspecified);
        outcomes.Where(outcome => outcome != ErrorReason.Unspecified).ShouldAllBe(outcome => outcome == ErrorReason.WrongState);
        (await desk.ChunksAsync()).Count.ShouldBe(101);
    }

    [Fact]
    public async Task Take_OfADeadOne_AfterItsMinute()
    {
        var clock = new SteppingClock();
        await using var desk = await fixture.CreateAsync(clock);
        await desk.PutAsync();
        _ = await SyncTurn.TakeAsync(desk.Database, Desk.Tenant, "help", clock, CancellationToken.None); // its process is killed: nobody gives it back

        clock.Advance(SyncTurn.Lease);
        await Should.ThrowAsync<DeskException>(() => desk.PushAsync(("a.txt", "A.")));
        clock.Advance(TimeSpan.FromSeconds(1));
        (await desk.PushAsync(("a.txt", "A."))).DocumentsAdded.ShouldBe(1);
    }

    [Fact]
    public async Task Begin_AfterAnotherTookTheTurn_WritesNothing()
    {
        var clock = new SteppingClock();
        await using var desk = await fixture.CreateAsync(clock);
        await desk.PutAsync();
        var slow = await SyncTurn.TakeAsync(desk.Database, Desk.Tenant, "help", clock, CancellationToken.None);
        clock.Advance(SyncTurn.Lease + TimeSpan.FromSeconds(1));
        await using var quick = await SyncTurn.TakeAsync(desk.Database, Desk.Tenant, "help", clock, CancellationToken.None);

        (await Should.ThrowAsync<DeskException>(() => slow.BeginAsync(CancellationToken.None))).Reason.ShouldBe(ErrorReason.WrongState);
        await Should.ThrowAsync<DeskException>(() => slow.RenewAsync(CancellationToken.None));
        await Should.ThrowAsync<DeskException>(() => slow.EndAsync(new SyncReport(), CancellationToken.None));
        await slow.DisposeAsync();

        // Nor does giving back what it has lost free the other's turn.
        await Should.ThrowAsync<DeskException>(() => desk.PushAsync(("a.txt", "A.")));
    }

    [Fact]
    public async Task Resync_ThatLosesItsTurnBetweenDocuments_Stops()
    {
        var clock = new SteppingClock();
        await using var desk = await fixture.CreateAsync(clock);
        await desk.PutAsync();
        Task<SyncTurn>? thief = null;
        clock.OnRead = reading =>
        {
            if (reading == 4 && thief is null)
            {
                clock.Advance(SyncTurn.Lease + TimeSpan.FromSeconds(1));
                thief = Task.Run(() => SyncTurn.TakeAsync(desk.Database, Desk.Tenant, "help", clock, CancellationToken.None));
                ((IAsyncResult)thief).AsyncWaitHandle.WaitOne();
            }
        };

        var stopped = await Should.ThrowAsync<DeskException>(() => desk.PushAsync([.. Enumerable.Range(0, 20).Select(number => ($"{number}.txt", $"Text {number}."))]));

        stopped.Reason.ShouldBe(ErrorReason.WrongState);
        (await desk.ChunksAsync()).Count.ShouldBeLessThan(20);
        await (await thief!).DisposeAsync();
        clock.OnRead = null;
        await desk.PushAsync([.. Enumerable.Range(0, 20).Select(number => ($"{number}.txt", $"Text {number}."))]);
        (await desk.ChunksAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Resync_UnknownSource_IsNotFound()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync(tenant: Desk.Other);

        (await Should.ThrowAsync<DeskException>(() => desk.ResyncAsync())).Reason.ShouldBe(ErrorReason.NotFound);
    }
}
