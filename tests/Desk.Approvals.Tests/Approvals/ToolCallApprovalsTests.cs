using System.Text.Json;
using AiDesk.Agent.Approvals;
using AiDesk.Agent.Runs;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using AiDesk.Policy.V1;
using Xunit.Abstractions;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests.Approvals;

/// <summary>Held calls before the real policy service.</summary>
public sealed class ToolCallApprovalsTests(DeskFixture desk, ITestOutputHelper output) : IClassFixture<DeskFixture>, IAsyncLifetime
{
    private const ToolCallResolution Approve = ToolCallResolution.Approve;
    private const ToolCallResolution Refuse = ToolCallResolution.Refuse;

    private PolicyServer _policy = null!;

    [Theory]
    [InlineData("payment_link", false, "ana:approve", "Approved 0", "approved")]
    [InlineData("payment_link", false, "ana:refuse", "Refused 0", "refused")]
    [InlineData("cancel_subscription", false, "ana:approve", "Pending 1", "")]
    [InlineData("cancel_subscription", false, "ana:approve ana:approve", "Pending 1", "")]
    [InlineData("cancel_subscription", false, "ana:approve bob:approve", "Approved 0", "approved")]
    [InlineData("cancel_subscription", false, "ana:approve bob:refuse", "Refused 0", "refused")]
    [InlineData("cancel_subscription", false, "ana:approve ana:refuse", "Refused 0", "refused")]
    [InlineData("payment_link", false, "ana:approve ana:approve", "Approved 0 replayed", "approved")]
    [InlineData("payment_link", false, "ana:approve bob:approve", "AlreadyDecided", "approved")]
    [InlineData("payment_link", false, "ana:approve ana:refuse", "AlreadyDecided", "approved")]
    [InlineData("payment_link", false, "cust-1:approve", "SelfApproval", "")]
    [InlineData("payment_link", false, "other-tenant:approve", "NotFound", "")]
    public async Task ResolveAsync_Words_ComeTo(string tool, bool tainted, string words, string outcome, string resolution)
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([tool], tainted);
        var last = "";
        foreach (var word in words.Split(' ').Select(word => word.Split(':')))
        {
            last = await SayAsync(bench, approvals[0], word[0], word[1] == "approve" ? Approve : Refuse);
        }

        last.ShouldBe(outcome);
        var steps = await StepsAsync(bench, run);
        steps.Select(step => step.Resolution).ShouldBe(resolution.Length == 0 ? [] : [resolution]);
        (await bench.StateAsync(run.RunId)).ShouldBe(resolution.Length == 0 ? RunState.PendingApproval : RunState.Running);
        if (resolution == "approved")
        {
            (await bench.RedeemAsync(run, tool, steps[0])).ShouldBe(RedeemState.Redeemed);
            (await bench.RedeemAsync(run, tool, steps[0])).ShouldBe(RedeemState.AlreadyRedeemed);
        }

        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("payment_link", false)]
    [InlineData("cancel_subscription", false)]
    public async Task ResolveAsync_64PeopleAtOnce_TellsTheGraphOnce(string tool, bool tainted)
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([tool], tainted);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => SayAsync(bench, approvals[0], $"person-{i % 32}", Approve))));

        var steps = await StepsAsync(bench, run);
        steps.ShouldHaveSingleItem().Resolution.ShouldBe("approved");
        (await bench.RedeemAsync(run, tool, steps[0])).ShouldBe(RedeemState.Redeemed);
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.events WHERE kind = 'run_state' AND from_state = 'pending_approval' AND to_state = 'running'")).ShouldBe(1);
        (await bench.StateAsync(run.RunId)).ShouldBe(RunState.Running);
        await bench.VerifyAsync();
        var table = string.Join(", ", answers.GroupBy(answer => answer, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        output.WriteLine($"| {tool}, {(tool == HeldCallBench.Cancel ? 2 : 1)} needed | 64 approvals of 32 people | {table} | one step, token redeemed once |");
    }

    [Fact]
    public async Task ResolveAsync_TwoCalls_GoOnWithTheLastAndFreshTokens()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([HeldCallBench.Pay, HeldCallBench.Refund, HeldCallBench.Pay]);

        (await SayAsync(bench, approvals[1], "ana", Approve)).ShouldBe("Approved 0");
        (await SayAsync(bench, approvals[2], "ana", Refuse)).ShouldBe("Refused 0");
        (await bench.StateAsync(run.RunId)).ShouldBe(RunState.PendingApproval);
        (await StepsAsync(bench, run)).ShouldBeEmpty();
        await bench.VerifyAsync();
        (await SayAsync(bench, approvals[0], "bob", Approve)).ShouldBe("Approved 0");

        var steps = await StepsAsync(bench, run);
        steps.Select(step => (step.CallId, step.Resolution)).ShouldBe([("call-1", "approved"), ("call-2", "approved"), ("call-3", "refused")]);
        (await bench.RedeemAsync(run, HeldCallBench.Pay, steps[0])).ShouldBe(RedeemState.Redeemed);
        (await bench.RedeemAsync(run, HeldCallBench.Refund, steps[1])).ShouldBe(RedeemState.Redeemed);
        (await bench.Work.ClaimAsync(CancellationToken.None)).ShouldNotBeNull().Attempt.ShouldBe(1, "a person's word begins the count anew");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task Expiry_OneOfTwo_GoesOnWithWhatPeopleSaid()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([HeldCallBench.Pay, HeldCallBench.Refund]);
        await SayAsync(bench, approvals[0], "ana", Approve);
        bench.Clock.Jump(TimeSpan.FromDays(30));

        (await bench.ReapAsync()).ShouldBe(1);

        (await StepsAsync(bench, run)).Select(step => step.Resolution).ShouldBe(["approved", "expired"]);
        (await SayAsync(bench, approvals[1], "ana", Approve)).ShouldBe("ApprovalExpired");
        (await bench.StateAsync(run.RunId)).ShouldBe(RunState.Running);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task PostAsync_NewerMessage_SupersedesTheHeldCall()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([HeldCallBench.Refund]);
        var conversation = await bench.ScalarAsync<Guid>("SELECT conversation_id FROM desk.runs");

        await bench.PostAsync(DeskBench.Customer(), "No, keep it", conversation);

        (await SayAsync(bench, approvals[0], "ana", Approve)).ShouldBe("WrongState");
        (await bench.StateAsync(run.RunId)).ShouldBe(RunState.Rejected);
        (await StepsAsync(bench, run)).ShouldBeEmpty();
        (await bench.ScalarAsync<string>("SELECT state FROM desk.tool_calls")).ShouldBe("refused");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ResolveAsync_PolicyAway_ChangesNothing()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var (run, approvals) = await bench.HoldAsync([HeldCallBench.Pay]);
        await using var cut = await DeskBench.StartAsync(desk, connection: bench.ConnectionString);

        (await SayAsync(cut, approvals[0], "ana", Approve)).ShouldBe("DependencyUnavailable");

        (await bench.StateAsync(run.RunId)).ShouldBe(RunState.PendingApproval);
        (await SayAsync(bench, approvals[0], "ana", Approve)).ShouldBe("Approved 0");
    }

    [Fact]
    public async Task CloseAsync_Review_IsClosedOnce()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var run = (await bench.Work.ClaimAsync(CancellationToken.None))!;
        await bench.Work.ReviewLaterAsync(run, new HeldToolCall("c-1", "update_contact_field", "{}", Guid.CreateVersion7(), "standard", 1, "medium", "RISK_LEVEL", [], null), CancellationToken.None);
        var approval = await bench.ScalarAsync<Guid>("SELECT approval_id FROM desk.approvals");

        Task<string> CloseAsync(string person, ReviewFinding finding) => DeskOutcome.OfAsync(async () =>
            (await bench.Get<PostReviews>().CloseAsync(DeskBench.Approver(person), new CloseReviewRequest { ApprovalId = approval.ToString(), Finding = finding, Note = "seen" }, CancellationToken.None)).Replayed);

        (await CloseAsync("ana", ReviewFinding.Unspecified)).ShouldBe("EnumUnknown");
        (await CloseAsync("ana", ReviewFinding.Fine)).ShouldBe("ok");
        (await CloseAsync("ana", ReviewFinding.Fine)).ShouldBe("replayed");
        (await CloseAsync("bob", ReviewFinding.Problem)).ShouldBe("AlreadyDecided");
        await bench.VerifyAsync();
    }

    public async Task InitializeAsync() => _policy = await PolicyServer.StartAsync();

    public async Task DisposeAsync() => await _policy.DisposeAsync();

    private static async Task<string> SayAsync(DeskBench bench, Guid approval, string person, ToolCallResolution word)
    {
        var caller = DeskBench.Approver(person, person == "other-tenant" ? "harbour-pay" : DeskBench.Tenant);
        try
        {
            var answer = await bench.Get<ToolCallApprovals>().ResolveAsync(caller, new ResolveToolCallRequest { ApprovalId = approval.ToString(), Resolution = word }, CancellationToken.None);
            return $"{answer.State} {answer.ApprovalsMissing}{(answer.Replayed && answer.State != ToolCallApprovalState.Pending ? " replayed" : "")}";
        }
        catch (Agent.Tenants.DeskException fault)
        {
            return fault.Reason.ToString();
        }
    }

    private static async Task<IReadOnlyList<ResolvedToolCall>> StepsAsync(DeskBench bench, ClaimedRun run)
    {
        var steps = await bench.ScalarAsync<string>("SELECT coalesce(json_agg(body ORDER BY ordinal), '[]')::text FROM desk.run_steps WHERE run_id = @RunId AND kind = 'tool_resolved'", new { run.RunId });
        return JsonSerializer.Deserialize<List<ResolvedToolCall>>(steps!)!;
    }
}
