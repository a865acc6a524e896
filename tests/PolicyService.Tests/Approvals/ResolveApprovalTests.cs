using AiDesk.Policy.Service.Counters;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>ResolveApproval over real gRPC with real principals: every outcome, and what is asked anew before a call may run.</summary>
public sealed class ResolveApprovalTests : IAsyncLifetime
{
    private readonly ManualClock _clock = ApprovalBench.Friday();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(ApprovalPolicies.Desk, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    /// <summary>Tool; who says what (name:role:word, w waits a day); what the last word comes to.</summary>
    [Theory]
    [InlineData("publish_page", "maria:approver:approve", "Approved")]
    [InlineData("publish_page", "maria:admin:approve", "Approved")]
    [InlineData("publish_page", "maria:approver:reject", "Rejected")]
    [InlineData("publish_page", "maria:agent:approve", "ROLE_REQUIRED")]
    [InlineData("publish_page", "maria:service:approve", "ROLE_REQUIRED")]
    [InlineData("publish_page", "runtime:approver:approve", "SELF_APPROVAL")]
    [InlineData("publish_page", "u-1:approver:approve", "SELF_APPROVAL")]
    [InlineData("publish_page", "maria:approver:approve maria:approver:approve", "Approved")]
    [InlineData("publish_page", "maria:approver:approve ben:approver:approve", "ALREADY_RESOLVED approved")]
    [InlineData("publish_page", "maria:approver:approve maria:approver:reject", "ALREADY_RESOLVED approved")]
    [InlineData("publish_page", "maria:approver:reject ben:approver:approve", "ALREADY_RESOLVED rejected")]
    [InlineData("publish_page", "maria:approver:reject maria:approver:reject", "Rejected")]
    [InlineData("publish_page", "w maria:approver:approve", "APPROVAL_EXPIRED expired")]
    [InlineData("publish_page", "maria:approver:approve w maria:approver:approve", "APPROVAL_EXPIRED expired")]
    [InlineData("publish_page", "maria:approver:fine", "FIELD_INVALID")]
    [InlineData("review_contract", "maria:approver:approve", "Pending")]
    [InlineData("review_contract", "maria:approver:approve maria:approver:approve", "Pending")]
    [InlineData("review_contract", "maria:approver:approve ben:admin:approve", "Approved")]
    [InlineData("review_contract", "maria:approver:approve ben:admin:reject", "Rejected")]
    [InlineData("review_contract", "maria:approver:approve maria:approver:reject", "Rejected")]
    [InlineData("review_contract", "maria:approver:approve runtime:admin:approve", "SELF_APPROVAL")]
    [InlineData("sign", "maria:approver:approve", "Approved")]
    public async Task ResolveApproval_Words_ComeTo(string tool, string words, string outcome)
    {
        var held = await _service.AskAsync(tool);
        var last = "";
        foreach (var word in words.Split(' '))
        {
            if (word == "w")
            {
                _clock.Advance(TimeSpan.FromDays(1));
                continue;
            }

            var parts = word.Split(':');
            var said = Enum.Parse<ApprovalDecision>(parts[2], ignoreCase: true);
            last = await ApprovalBench.OutcomeAsync(() => _service.SayAsync(held.Decision.DecisionId, said, parts[0], PrincipalRoleNames.Parse(parts[1])));
        }

        last.ShouldBe(outcome);
    }

    [Fact]
    public async Task ResolveApproval_UnknownDecision_IsNotFound()
    {
        foreach (var word in new[] { ApprovalDecision.Approve, ApprovalDecision.Reject, ApprovalDecision.Fine, ApprovalDecision.Problem })
        {
            (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(Guid.CreateVersion7().ToString(), word))).ShouldBe("NOT_FOUND");
        }
    }

    [Fact]
    public async Task ResolveApproval_Approved_GivesTheTokenOfTheRecordedArguments()
    {
        var held = await _service.AskAsync("publish_page", arguments: """{ "title":"Hola", "price":5 }""");

        var answer = await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve);

        answer.CanonicalArgumentsJson.ShouldBe("""{"price":5,"title":"Hola"}""");
        answer.Reservation.Held.ShouldHaveSingleItem().Value.ShouldBe(4_000_000);
        (await _service.RedeemAsync(answer.DecisionToken, "publish_page", "x1", """{"price":6,"title":"Hola"}""")).ShouldBe(RedeemState.Mismatch);
        (await _service.RedeemAsync(answer.DecisionToken, "publish_page", "x2", """{"title":"Hola","price":5}""")).ShouldBe(RedeemState.Redeemed);
        var again = await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve);
        again.Reservation.ShouldBe(answer.Reservation, "the same reservation, not another");
        (await _service.RedeemAsync(again.DecisionToken, "publish_page", "x3", """{"title":"Hola","price":5}""")).ShouldBe(RedeemState.AlreadyRedeemed);
    }

    [Fact]
    public async Task ResolveApproval_Frozen_WaitsUntilTheTenantIsNot()
    {
        var held = await _service.AskAsync("publish_page");
        await FreezeAsync(true);

        var frozen = await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve);
        await FreezeAsync(false);
        var after = await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve);

        Expect(frozen, Reason.TenantFrozen);
        after.State.ShouldBe(ApprovalState.Approved);
        (await _service.RedeemAsync(after.DecisionToken, "publish_page", "x1")).ShouldBe(RedeemState.Redeemed);
    }

    [Fact]
    public async Task ResolveApproval_OutsideActiveHours_WaitsUntilTheyBegin()
    {
        var held = await _service.AskAsync("publish_page");
        _clock.Advance(TimeSpan.FromHours(9));

        Expect(await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve), Reason.OutsideActiveHours);
        _clock.Advance(TimeSpan.FromHours(-9));
        (await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve)).State.ShouldBe(ApprovalState.Approved);
    }

    [Fact]
    public async Task ResolveApproval_BudgetSpentMeanwhile_WaitsUntilThereIsRoom()
    {
        var held = await _service.AskAsync("publish_page");
        var first = await _service.AskAsync("note", "c2");
        await _service.AskAsync("note", "c3");

        Expect(await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve), Reason.DailyBudgetExhausted);
        await _service.Client.SettleAsync(new SettleRequest { ReservationId = first.Reservation.ReservationId, Action = SettleAction.Release }, _service.Token());
        (await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve)).State.ShouldBe(ApprovalState.Approved);
    }

    [Fact]
    public async Task ResolveApproval_RateLimitSpentMeanwhile_WaitsUntilItIsNot()
    {
        var held = await _service.AskAsync("publish_page");
        for (var i = 2; i <= 5; i++)
        {
            await _service.AskAsync("sign", $"c{i}");
        }

        Expect(await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve), Reason.RateLimited);
        _clock.Advance(TimeSpan.FromHours(3));
        (await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve)).State.ShouldBe(ApprovalState.Approved);
    }

    [Fact]
    public async Task ResolveApproval_OverARestart_KnowsTheCallItsWordsAndItsArguments()
    {
        var held = await _service.AskAsync("review_contract", arguments: """{"contract":"K-7"}""");
        (await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve, "maria")).ApprovalsMissing.ShouldBe(1);
        _service = await _service.RestartAsync();

        (await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve, "maria")).ApprovalsMissing.ShouldBe(1);
        var answer = await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve, "ben");

        answer.State.ShouldBe(ApprovalState.Approved);
        answer.CanonicalArgumentsJson.ShouldBe("""{"contract":"K-7"}""");
        (await _service.RedeemAsync(answer.DecisionToken, "review_contract", "x1", answer.CanonicalArgumentsJson)).ShouldBe(RedeemState.Redeemed);
        _service = await _service.RestartAsync();
        (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Reject, "ben"))).ShouldBe("ALREADY_RESOLVED approved");
    }

    [Fact]
    public async Task ResolveApproval_ManyPeopleAtOnce_OneGrantThatIsRedeemedOnce()
    {
        var held = await _service.AskAsync("sign");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(person =>
            ApprovalBench.OutcomeAsync(() => _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve, $"p{person}"))));

        answers.Count(answer => answer == "Approved").ShouldBe(1);
        answers.Count(answer => answer == "ALREADY_RESOLVED approved").ShouldBe(23);
    }

    [Fact]
    public async Task ResolveApproval_OnePersonManyTimesAtOnce_ManyTokensOfWhichOneIsRedeemed()
    {
        var held = await _service.AskAsync("sign");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve)));

        var states = await Task.WhenAll(answers.Select((answer, place) => _service.RedeemAsync(answer.DecisionToken, "sign", $"x{place}")));

        answers.ShouldAllBe(answer => answer.State == ApprovalState.Approved);
        states.Count(state => state == RedeemState.Redeemed).ShouldBe(1);
        states.Count(state => state == RedeemState.AlreadyRedeemed).ShouldBe(11);
    }

    [Fact]
    public async Task ResolveApproval_EveryStep_IsOnRecord()
    {
        var held = await _service.AskAsync("publish_page");
        var escalated = await _service.AskAsync("review_contract", "c2");
        var forgotten = await _service.AskAsync("sign", "c3");
        await _service.SayAsync(held.Decision.DecisionId, ApprovalDecision.Approve, note: "visto");
        await _service.SayAsync(escalated.Decision.DecisionId, ApprovalDecision.Approve);
        await ApprovalBench.OutcomeAsync(() => _service.SayAsync(escalated.Decision.DecisionId, ApprovalDecision.Approve, "runtime"));
        _clock.Advance(TimeSpan.FromDays(1));
        _service = await _service.RestartAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _service = await _service.RestartAsync();

        var events = (await _service.RecordsAsync("approval")).Select(one =>
            $"{Named(one.GetProperty("decision_id").GetString()!)} {one.GetProperty("approval_type").GetString()} {one.GetProperty("state").GetString()}").ToList();

        events.Take(3).ShouldBe(["held standard approved", "escalated executive_escalation pending", "escalated executive_escalation self_approval"]);
        events.Skip(3).Order(StringComparer.Ordinal).ShouldBe(["escalated executive_escalation expired", "forgotten standard expired"]);

        string Named(string id) => id == held.Decision.DecisionId ? "held" : id == escalated.Decision.DecisionId ? "escalated" : id == forgotten.Decision.DecisionId ? "forgotten" : id;
    }

    private static void Expect(ResolveApprovalResponse answer, Reason reason)
    {
        answer.State.ShouldBe(ApprovalState.Pending);
        answer.Decision.Verdict.ShouldBe(Verdict.Deny);
        answer.Decision.Reason.ShouldBe(reason);
        answer.DecisionToken.ShouldBeEmpty();
        answer.Reservation.ShouldBeNull();
    }

    private async Task FreezeAsync(bool frozen) =>
        await _service.Services.GetRequiredService<ICounterStore>().SetKillSwitchAsync(RunningService.Tenant, frozen, CancellationToken.None);
}
