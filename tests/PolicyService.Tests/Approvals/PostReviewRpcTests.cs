using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>Reviews of what went on with ALLOW_POST_REVIEW, over real gRPC.</summary>
public sealed class PostReviewRpcTests : IAsyncLifetime
{
    private readonly ManualClock _clock = ApprovalBench.Friday();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(ApprovalPolicies.Desk, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("maria:approver:fine", "Fine")]
    [InlineData("maria:admin:problem", "Problem")]
    [InlineData("maria:agent:fine", "ROLE_REQUIRED")]
    [InlineData("runtime:approver:fine", "SELF_APPROVAL")]
    [InlineData("u-1:approver:fine", "SELF_APPROVAL")]
    [InlineData("maria:approver:approve", "FIELD_INVALID")]
    [InlineData("maria:approver:reject", "FIELD_INVALID")]
    [InlineData("maria:approver:fine maria:approver:fine", "Fine")]
    [InlineData("maria:approver:fine maria:approver:problem", "ALREADY_RESOLVED fine")]
    [InlineData("maria:approver:problem ben:approver:fine", "ALREADY_RESOLVED problem")]
    [InlineData("maria:approver:fine ben:approver:fine", "ALREADY_RESOLVED fine")]
    [InlineData("w maria:approver:fine", "APPROVAL_EXPIRED expired")]
    [InlineData("maria:approver:fine w maria:approver:fine", "Fine")]
    [InlineData("maria:approver:problem r maria:approver:problem", "Problem")]
    public async Task ResolveApproval_WordsOnAReview_ComeTo(string words, string outcome)
    {
        var asked = await _service.AskAsync("post_comment");
        asked.Decision.Verdict.ShouldBe(Verdict.AllowPostReview);
        asked.DecisionToken.ShouldNotBeEmpty();
        var last = "";
        foreach (var word in words.Split(' '))
        {
            switch (word)
            {
                case "w":
                    _clock.Advance(TimeSpan.FromDays(1));
                    continue;
                case "r":
                    _service = await _service.RestartAsync();
                    continue;
            }

            var parts = word.Split(':');
            var said = Enum.Parse<ApprovalDecision>(parts[2], ignoreCase: true);
            last = await ApprovalBench.OutcomeAsync(() => _service.SayAsync(asked.Decision.DecisionId, said, parts[0], PrincipalRoleNames.Parse(parts[1])));
        }

        last.ShouldBe(outcome);
    }

    [Fact]
    public async Task CheckToolCall_RepeatedRequest_OpensOneReview()
    {
        var first = await _service.AskAsync("post_comment", request: "q1");
        await _service.SayAsync(first.Decision.DecisionId, ApprovalDecision.Fine);
        var second = await _service.AskAsync("post_comment", request: "q1");

        second.Decision.ShouldBe(first.Decision);
        (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(second.Decision.DecisionId, ApprovalDecision.Problem, "ben"))).ShouldBe("ALREADY_RESOLVED fine");
    }

    [Fact]
    public async Task CheckOutput_RedactedReply_OpensAReview()
    {
        var answer = await _service.Client.CheckOutputAsync(
            new CheckOutputRequest { Context = RunningService.Context(), Text = "El id es 3f2504e0-4f89-11d3-9a0c-0305e82c3301.", Author = ReplyAuthor.Model },
            _service.Token());

        answer.Decision.Verdict.ShouldBe(Verdict.AllowPostReview);
        (await ApprovalBench.OutcomeAsync(() => _service.SayAsync(answer.Decision.DecisionId, ApprovalDecision.Fine))).ShouldBe("Fine");
    }

    [Theory]
    [InlineData("note", Verdict.Allow)]
    [InlineData("publish_page", Verdict.RequireApproval)]
    [InlineData("no_such_tool", Verdict.Deny)]
    public async Task CheckToolCall_OtherVerdicts_OpenNone(string tool, Verdict verdict)
    {
        var answer = await _service.AskAsync(tool);

        answer.Decision.Verdict.ShouldBe(verdict);
        _service.Services.GetRequiredService<PostReviews>().Find(RunningService.Tenant, Guid.Parse(answer.Decision.DecisionId)).ShouldBeNull();
    }

    [Fact]
    public async Task CheckToolCall_NoRoomForAReview_GoesOnDegraded()
    {
        var reviews = _service.Services.GetRequiredService<PostReviews>();
        for (var i = 0; i < new WaitingOptions().LimitPerTenant; i++)
        {
            reviews.TryOpen(new PostReview
            {
                DecisionId = Guid.CreateVersion7(), Tenant = RunningService.Tenant, AskedBy = "bot", OpenedAt = _clock.GetUtcNow(), ExpiresAt = _clock.GetUtcNow().AddDays(1),
            }).ShouldBeTrue();
        }

        var answer = await _service.AskAsync("post_comment");

        answer.Decision.Verdict.ShouldBe(Verdict.AllowPostReview);
        answer.Decision.Obligations.ShouldContain(Obligation.PostReview);
        answer.Decision.DegradedReasons.ShouldBe(["review:no_room"]);
        answer.DecisionToken.ShouldNotBeEmpty();
        var recorded = (await _service.RecordsAsync("decision")).Single();
        recorded.GetProperty("degraded")[0].GetString().ShouldBe("review:no_room");
    }

    [Fact]
    public async Task Reviews_EveryStep_IsOnRecord()
    {
        var fine = await _service.AskAsync("post_comment");
        var lapsed = await _service.AskAsync("post_comment", "c2");
        await _service.SayAsync(fine.Decision.DecisionId, ApprovalDecision.Fine, note: "bien");
        _clock.Advance(TimeSpan.FromDays(1));
        _service = await _service.RestartAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var events = await _service.RecordsAsync("approval");

        events.Select(one => one.GetProperty("state").GetString()).ShouldBe(["fine", "expired"]);
        events.ShouldAllBe(one => one.GetProperty("approval_type").GetString() == "post_review" && one.GetProperty("tool").GetString() == "post_comment");
        events[0].GetProperty("note").GetString().ShouldBe("bien");
        events[1].GetProperty("decision_id").GetString().ShouldBe(lapsed.Decision.DecisionId);
    }
}
