using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>The store of reviews: bounds, the file, and what a crash can take.</summary>
public sealed class PostReviewsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-reviews-").FullName;
    private readonly ManualClock _clock = new();
    private PostReviews _reviews;

    public PostReviewsTests() => _reviews = Open();

    public void Dispose()
    {
        _reviews.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void TryOpen_IsOnFileWithTheNextFlushAndNotBefore()
    {
        _reviews.TryOpen(Review()).ShouldBeTrue();
        _reviews.TryOpen(Review()).ShouldBeTrue();

        File.ReadAllText(Log).ShouldBeEmpty();
        _reviews.Flush();
        File.ReadAllLines(Log).Length.ShouldBe(2);
    }

    [Fact]
    public void Close_PutsTheOpeningAndTheWordOnFileBeforeItAnswers()
    {
        var review = Review();
        _reviews.TryOpen(review);

        _reviews.Close(review.DecisionId, Person("ana"), fine: false, "wrong customer\n").Outcome.ShouldBe(ApprovalOutcome.Problem);

        File.ReadAllLines(Log).Length.ShouldBe(2);
        Restart();
        _reviews.Find("acme", review.DecisionId).ShouldBe(review with { Closing = new ReviewClosing("ana", false, "wrong customer\n", _clock.GetUtcNow()) });
        _reviews.Close(review.DecisionId, Person("ana"), fine: false, "").Repeated.ShouldBeTrue();
    }

    [Fact]
    public void TryOpen_SameDecisionAgain_IsOneReview()
    {
        var review = Review();
        _reviews.TryOpen(review);
        _reviews.Close(review.DecisionId, Person("ana"), fine: true, "");

        _reviews.TryOpen(review).ShouldBeTrue();

        _reviews.Find("acme", review.DecisionId)!.Closing.ShouldNotBeNull();
    }

    [Fact]
    public void Withdraw_IsAsIfItHadNeverBeenOpened()
    {
        var review = Review();
        _reviews.TryOpen(review);
        _reviews.Withdraw("acme", review.DecisionId);
        Restart();

        _reviews.Find("acme", review.DecisionId).ShouldBeNull();
    }

    [Fact]
    public void TryOpen_AtTheLimit_ClosedOnesMakeRoomAndOpenOnesDoNot()
    {
        using var reviews = new PostReviews(new WaitingOptions { Limit = 4, LimitPerTenant = 3 }, _clock);
        PostReview[] open = [Review(), Review(), Review()];
        open.ShouldAllBe(review => reviews.TryOpen(review));
        reviews.TryOpen(Review()).ShouldBeFalse();
        reviews.TryOpen(Review() with { Tenant = "globex" }).ShouldBeTrue();
        reviews.TryOpen(Review() with { Tenant = "initech" }).ShouldBeFalse("all tenants together are full");

        reviews.Close(open[1].DecisionId, Person("ana"), fine: true, "");
        reviews.TryOpen(Review()).ShouldBeTrue();

        reviews.Find("acme", open[0].DecisionId).ShouldNotBeNull();
        reviews.Find("acme", open[1].DecisionId).ShouldBeNull();
        _clock.Advance(TimeSpan.FromDays(1));
        reviews.TryOpen(Review()).ShouldBeTrue("what has lapsed makes room too");
    }

    [Fact]
    public void TellLapsed_UnreviewedOnes_AreToldUntilTheyAreTakenAndOnceOverRestarts()
    {
        var lapses = Review();
        var closed = Review();
        _reviews.TryOpen(lapses);
        _reviews.TryOpen(closed);
        _reviews.Close(closed.DecisionId, Person("ana"), fine: true, "");
        _clock.Advance(TimeSpan.FromDays(1));

        Told(take: false).ShouldBe([lapses.DecisionId]);
        Restart();
        Told(take: true).ShouldBe([lapses.DecisionId]);
        Told(take: true).ShouldBeEmpty();
        Restart();
        Told(take: true).ShouldBeEmpty();
    }

    [Fact]
    public void TellLapsed_WhatLapsedWhileTheServiceWasDown_IsToldThoughItIsKeptNoLonger()
    {
        var review = Review();
        _reviews.TryOpen(review);
        _reviews.Dispose();
        _clock.Advance(TimeSpan.FromDays(30));
        _reviews = Open();

        Told(take: true).ShouldBe([review.DecisionId]);
        _reviews.Find("acme", review.DecisionId).ShouldBeNull();
    }

    [Fact]
    public async Task Close_ManyPeopleAtOnce_OneClosesIt()
    {
        var review = Review();
        _reviews.TryOpen(review);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(person =>
            Task.Run(() => _reviews.Close(review.DecisionId, Person($"p{person}"), fine: person % 2 == 0, "").Outcome)));

        outcomes.Count(outcome => outcome is ApprovalOutcome.Fine or ApprovalOutcome.Problem).ShouldBe(1);
        outcomes.Count(outcome => outcome == ApprovalOutcome.AlreadyResolved).ShouldBe(31);
    }

    [Fact]
    public void Flush_FileThatCannotBeWritten_KeepsWhatHappenedForLater()
    {
        var review = Review();
        _reviews.TryOpen(review);
        _reviews.Dispose();
        File.Delete(Log);
        Directory.CreateDirectory(Log);
        _reviews.TryOpen(Review()).ShouldBeTrue("opening never waits for the file");
        _reviews.Flush();
        _reviews.Close(review.DecisionId, Person("ana"), fine: true, "").Outcome.ShouldBe(ApprovalOutcome.Unavailable);
        Directory.Delete(Log);

        _reviews.Flush();

        File.ReadAllLines(Log).Length.ShouldBe(1);
    }

    private string Log => Path.Combine(_folder, PostReviews.LogName);

    private List<Guid> Told(bool take)
    {
        var told = new List<Guid>();
        _reviews.TellLapsed(review =>
        {
            told.Add(review.DecisionId);
            return take;
        });
        return told;
    }

    private PostReviews Open() => new(new WaitingOptions { StateFolder = _folder }, _clock);

    private void Restart()
    {
        _reviews.Dispose();
        _reviews = Open();
    }

    private PostReview Review() => new()
    {
        DecisionId = Guid.CreateVersion7(),
        Tenant = "acme",
        AskedBy = "bot",
        AskedFor = "customer-9",
        Tool = "send_message",
        OpenedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(24),
    };

    private Principal Person(string subject) => new()
    {
        Tenant = "acme",
        Subject = subject,
        Roles = PrincipalRoles.Approver,
        ExpiresAt = _clock.GetUtcNow().AddHours(1),
        Issuer = "issuer",
    };
}
