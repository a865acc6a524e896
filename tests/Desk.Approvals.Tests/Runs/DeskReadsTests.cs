using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.ApprovalsTests.Runs;

public sealed class DeskReadsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task GetConversationAsync_Customer_SeesOwnOnly()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();
        await bench.ApproveAsync(draft);
        await bench.DispatchAsync();
        var request = new GetConversationRequest { ConversationId = draft.Conversation.ToString() };
        var reads = bench.Get<DeskReads>();

        var own = await reads.GetConversationAsync(DeskBench.Customer(), request, default);

        own.Messages.Select(message => (message.Sequence, message.Author)).ShouldBe([(1, MessageAuthor.Customer), (2, MessageAuthor.Bot)]);
        own.Conversation.Status.ShouldBe(ConversationStatus.Waiting);
        own.Conversation.Version.ShouldBe(2);
        (await reads.GetConversationAsync(DeskBench.Colleague(), new GetConversationRequest { ConversationId = request.ConversationId, AfterSequence = 1 }, default)).Messages.Count.ShouldBe(1);
        (await ReasonAsync(() => reads.GetConversationAsync(DeskBench.Customer("other"), request, default))).ShouldBe(ErrorReason.NotFound);
        (await ReasonAsync(() => reads.GetRunAsync(DeskBench.Customer(), new GetRunRequest { RunId = draft.Run.ToString() }, default))).ShouldBe(ErrorReason.NotFound);
    }

    [Fact]
    public async Task Lists_PageByPage_GiveEachOnce()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        for (var i = 0; i < 7; i++)
        {
            await bench.DraftAsync(customer: DeskBench.Customer($"c-{i}"));
        }

        var reads = bench.Get<DeskReads>();
        var me = DeskBench.Approver();
        var runs = await AllAsync(async token => { var page = await reads.ListRunsAsync(me, new ListRunsRequest { PageSize = 3, PageToken = token }, default); return (page.Runs.Select(run => run.RunId), page.NextPageToken); });
        var conversations = await AllAsync(async token => { var page = await reads.ListConversationsAsync(me, new ListConversationsRequest { PageSize = 2, PageToken = token }, default); return (page.Conversations.Select(one => one.ConversationId), page.NextPageToken); });
        var pending = await AllAsync(async token => { var page = await reads.ListPendingAsync(me, new ListPendingRequest { PageSize = 3, PageToken = token, Kind = ApprovalKind.Draft }, default); return (page.Items.Select(item => item.Run.RunId), page.NextPageToken); });
        var audit = await AllAsync(async token => { var page = await reads.ListAuditAsync(me, new ListAuditRequest { PageSize = 4, PageToken = token }, default); return (page.Events.Select(one => one.Cursor), page.NextPageToken); });

        runs.Count.ShouldBe(7);
        pending.ShouldBe(runs.AsEnumerable().Reverse(), "oldest first");
        conversations.Count.ShouldBe(7);
        foreach (var list in new[] { runs, conversations, pending, audit })
        {
            list.Distinct(StringComparer.Ordinal).Count().ShouldBe(list.Count);
        }

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.events")).ShouldBe(audit.Count);
    }

    [Fact]
    public async Task ListRunsAsync_BadRequests_AreNamed()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var reads = bench.Get<DeskReads>();
        var me = DeskBench.Approver();
        for (var i = 0; i < 2; i++)
        {
            await bench.PostAsync(DeskBench.Customer($"c-{i}"), "Hello");
        }

        var page = await reads.ListRunsAsync(me, new ListRunsRequest { PageSize = 1 }, default);
        (await ReasonAsync(() => reads.ListRunsAsync(me, new ListRunsRequest { PageSize = 101 }, default))).ShouldBe(ErrorReason.FieldInvalid);
        (await ReasonAsync(() => reads.ListRunsAsync(me, new ListRunsRequest { PageSize = -1 }, default))).ShouldBe(ErrorReason.FieldInvalid);
        (await ReasonAsync(() => reads.ListRunsAsync(me, new ListRunsRequest { States = { Agent.V1.RunState.Unspecified } }, default))).ShouldBe(ErrorReason.EnumUnknown);
        (await ReasonAsync(() => reads.ListRunsAsync(me, new ListRunsRequest { ConversationId = "x" }, default))).ShouldBe(ErrorReason.FieldInvalid);
        foreach (var token in new[] { "nonsense", page.NextPageToken + "x", new string('a', 5000) })
        {
            (await ReasonAsync(() => reads.ListRunsAsync(me, new ListRunsRequest { PageToken = token }, default))).ShouldBe(ErrorReason.PageTokenInvalid);
        }

        (await ReasonAsync(() => reads.ListConversationsAsync(me, new ListConversationsRequest { PageToken = page.NextPageToken }, default))).ShouldBe(ErrorReason.PageTokenInvalid);
        (await ReasonAsync(() => reads.ListRunsAsync(DeskBench.Approver(tenant: "harbour-pay"), new ListRunsRequest { PageToken = page.NextPageToken }, default))).ShouldBe(ErrorReason.PageTokenInvalid);
    }

    private static async Task<List<string>> AllAsync(Func<string, Task<(IEnumerable<string> Ids, string Next)>> read)
    {
        var all = new List<string>();
        var token = "";
        do
        {
            (var ids, token) = await read(token);
            all.AddRange(ids);
        }
        while (token.Length > 0);

        return all;
    }

    private static async Task<ErrorReason> ReasonAsync(Func<Task> call) => (await Should.ThrowAsync<DeskException>(call)).Reason;
}
