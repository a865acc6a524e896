using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>A monitored tenant over real gRPC: what is let through, and what MONITOR never applies to.</summary>
public sealed class MonitorTests : IAsyncLifetime
{
    private readonly ManualClock _clock = ApprovalBench.Friday();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(ApprovalPolicies.Monitored, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("note", "{}", Mode.Autopilot, Verdict.Allow)]
    [InlineData("post_comment", "{}", Mode.Autopilot, Verdict.AllowPostReview)]
    [InlineData("publish_page", "{}", Mode.Autopilot, Verdict.RequireApproval)]
    [InlineData("publish_page", """{"price":5000}""", Mode.Autopilot, Verdict.RequireApproval)]
    [InlineData("review_contract", "{}", Mode.Autopilot, Verdict.Escalate)]
    [InlineData("send_message", "{}", Mode.Copilot, Verdict.RequireApproval)]
    public async Task CheckToolCall_Monitored_IsAllowedWithATokenAndSaysWhatWouldHaveBeen(string tool, string arguments, Mode mode, Verdict enforced)
    {
        var answer = await _service.AskAsync(tool, arguments: arguments, mode: mode);

        answer.Decision.Verdict.ShouldBe(Verdict.Allow);
        answer.Decision.Reason.ShouldBe(Reason.Ok);
        answer.Decision.EnforcedVerdict.ShouldBe(enforced);
        answer.Decision.Enforcement.ShouldBe(Enforcement.Monitor);
        answer.Decision.Obligations.ShouldBeEmpty();
        answer.Decision.Findings.ShouldAllBe(finding => finding.Monitored);
        (await _service.RedeemAsync(answer.DecisionToken, tool, "x1", arguments)).ShouldBe(RedeemState.Redeemed);
        (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(answer.Decision.DecisionId, ApprovalDecision.Approve))).ShouldBe("NOT_FOUND", "nothing was held");
        (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(answer.Decision.DecisionId, ApprovalDecision.Fine))).ShouldBe("NOT_FOUND", "nothing is reviewed");
        var recorded = (await _service.RecordsAsync("decision")).Single();
        recorded.GetProperty("verdict").GetString().ShouldBe("allow");
        recorded.TryGetProperty("intervention", out var intervention).ShouldBe(enforced != Verdict.Allow);
        if (enforced != Verdict.Allow)
        {
            intervention.GetProperty("enforcement").GetString().ShouldBe("monitor");
            intervention.GetProperty("guardrail").GetProperty("monitored").GetBoolean().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task CheckToolCall_MonitoredBudgetAndRate_AreHeldByForceAndReported()
    {
        var answers = new List<CheckToolCallResponse>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await _service.AskAsync("note", $"c{i}"));
        }

        answers.ShouldAllBe(answer => answer.Decision.Verdict == Verdict.Allow && answer.Reservation != null && answer.DecisionToken.Length > 0);
        answers.Select(answer => answer.Decision.EnforcedVerdict).ShouldBe(
            [Verdict.Allow, Verdict.Allow, Verdict.Deny, Verdict.Deny, Verdict.Deny, Verdict.Deny, Verdict.Deny]);
        var settled = await _service.Client.SettleAsync(
            new SettleRequest { ReservationId = answers[6].Reservation.ReservationId, Action = SettleAction.Commit }, _service.Token());
        settled.State.ShouldBe(SettleState.Applied);
        var last = (await _service.RecordsAsync("decision"))[6];
        last.GetProperty("enforced_verdict").GetString().ShouldBe("deny");
        last.GetProperty("intervention").GetProperty("others").EnumerateArray().Concat([last.GetProperty("intervention").GetProperty("guardrail")])
            .Select(rule => rule.GetProperty("code").GetString()).Order(StringComparer.Ordinal).ShouldBe(["budget.tenant_daily", "limit.per_user"]);
    }

    [Fact]
    public async Task CheckToolCall_MonitoredHours_AreReported()
    {
        _clock.Advance(TimeSpan.FromHours(9));

        var answer = await _service.AskAsync("note");

        answer.Decision.Verdict.ShouldBe(Verdict.Allow);
        answer.Decision.EnforcedVerdict.ShouldBe(Verdict.Deny);
    }

    /// <summary>What MONITOR never applies to: the verdict binds and says so.</summary>
    [Theory]
    [InlineData("no_such_tool", "{}", Verdict.Deny, Reason.UnknownTool)]
    [InlineData("copilot_only", "{}", Verdict.Deny, Reason.ToolNotAllowed)]
    [InlineData("too_high", "{}", Verdict.Deny, Reason.ToolNotAllowed)]
    [InlineData("strict", """{"x":"no number"}""", Verdict.Deny, Reason.InvalidArguments)]
    [InlineData("strict", "[1]", Verdict.Deny, Reason.InvalidArguments)]
    [InlineData("strict", "{", Verdict.Deny, Reason.InvalidArguments)]
    [InlineData("sign", "{}", Verdict.RequireApproval, Reason.RiskLevel)]
    [InlineData("sign_critical", "{}", Verdict.Escalate, Reason.RiskLevel)]
    public async Task CheckToolCall_WhatMonitorNeverAppliesTo_Binds(string tool, string arguments, Verdict verdict, Reason reason)
    {
        await using var service = await RunningService.StartAsync(
            """
            tenant: acme
            enforcement: monitor
            autopilot: { level: 2 }
            tools:
              copilot_only: { level: 1, kind: internal, modes: [copilot] }
              too_high: { level: 3, kind: internal }
              strict: { level: 1, kind: internal, arguments: { type: object, properties: { x: { type: number } } } }
              sign: { level: 3, kind: internal, risk: low, modes: [copilot] }
              sign_critical: { level: 3, kind: internal, risk: critical, modes: [copilot] }
            """,
            _clock);

        var answer = await service.AskAsync(tool, arguments: arguments, mode: tool.StartsWith("sign", StringComparison.Ordinal) ? Mode.Copilot : Mode.Autopilot);

        answer.Decision.Verdict.ShouldBe(verdict);
        answer.Decision.Reason.ShouldBe(reason);
        answer.Decision.EnforcedVerdict.ShouldBe(verdict);
        answer.Decision.Enforcement.ShouldBe(Enforcement.Enforce);
        answer.DecisionToken.ShouldBeEmpty();
        (await service.RecordsAsync("decision")).Single().GetProperty("intervention").GetProperty("enforcement").GetString().ShouldBe("enforce");
    }

    [Fact]
    public async Task AnyCheck_KillSwitch_Binds()
    {
        await _service.Services.GetRequiredService<ICounterStore>().SetKillSwitchAsync(RunningService.Tenant, true, CancellationToken.None);

        Decision[] decisions =
        [
            (await _service.AskAsync("note")).Decision,
            (await _service.Client.CheckInputAsync(Input("Hola, buenos días"), _service.Token())).Decision,
            (await _service.Client.CheckOutputAsync(new CheckOutputRequest { Context = RunningService.Context(), Text = "Hola", Author = ReplyAuthor.Model }, _service.Token())).Decision,
            (await _service.Client.FilterToolOutputAsync(new FilterToolOutputRequest { Context = RunningService.Context(), CallId = "c1", Tool = "note", OutputJson = "{}" }, _service.Token())).Decision,
        ];

        decisions.ShouldAllBe(decision => decision.Verdict == Verdict.Deny && decision.Reason == Reason.TenantFrozen && decision.Enforcement == Enforcement.Enforce);
    }

    [Fact]
    public async Task FilterToolOutput_FieldMap_Binds()
    {
        var answer = await _service.Client.FilterToolOutputAsync(
            new FilterToolOutputRequest { Context = RunningService.Context(), CallId = "c1", Tool = "note", OutputJson = """{"secret":1}""" }, _service.Token());
        var unknown = await _service.Client.FilterToolOutputAsync(
            new FilterToolOutputRequest { Context = RunningService.Context(), CallId = "c1", Tool = "no_such_tool", OutputJson = """{"secret":1}""" }, _service.Token());

        answer.SanitizedJson.ShouldBe("{}");
        answer.DroppedFields.ShouldBe(["/secret"]);
        unknown.Decision.Reason.ShouldBe(Reason.UnknownTool);
        unknown.SanitizedJson.ShouldBe("{}");
    }

    [Fact]
    public async Task RedeemDecision_TokenOfAnotherCall_IsAMismatch()
    {
        var answer = await _service.AskAsync("note");

        (await _service.RedeemAsync(answer.DecisionToken, "note", "x1", """{"other":1}""")).ShouldBe(RedeemState.Mismatch);
        (await _service.RedeemAsync(answer.DecisionToken, "note", "x2", call: "c2")).ShouldBe(RedeemState.Mismatch);
        (await _service.RedeemAsync(answer.DecisionToken, "note", "x3")).ShouldBe(RedeemState.Redeemed);
        (await _service.RedeemAsync(answer.DecisionToken, "note", "x4")).ShouldBe(RedeemState.AlreadyRedeemed);
    }

    [Fact]
    public async Task AnyCall_WithoutAToken_IsRefused() =>
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", "", async () => await _service.Client.CheckInputAsync(Input("Hola")));

    private static CheckInputRequest Input(string text) => new()
    {
        Context = RunningService.Context(run: ""),
        Message = new InputMessage { MessageId = "m1", Text = text, Author = MessageAuthor.Customer },
    };
}
