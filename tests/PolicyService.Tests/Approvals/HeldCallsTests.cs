using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Approvals;

public sealed class HeldCallsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-held").FullName;
    private readonly ManualClock _clock = new();
    private HeldCalls _calls;

    public HeldCallsTests() => _calls = Open();

    public void Dispose()
    {
        _calls.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Who asks, who then speaks (name:roles:word), and what the last word comes to. One approval is needed, or two when it is escalated.</summary>
    [Theory]
    [InlineData(1, "ana:approver:yes", "Approved", 0)]
    [InlineData(1, "ana:approver:no", "Rejected", 1)]
    [InlineData(1, "ana:admin:yes", "Approved", 0)]
    [InlineData(1, "ana:agent:yes", "RoleRequired", 1)]
    [InlineData(1, "ana:customer:yes", "RoleRequired", 1)]
    [InlineData(1, "bot:approver:yes", "SelfApproval", 1)]
    [InlineData(1, "customer-9:approver:yes", "SelfApproval", 1)]
    [InlineData(2, "ana:approver:yes", "Pending", 1)]
    [InlineData(2, "ana:approver:yes,ana:approver:yes", "Pending", 1)]
    [InlineData(2, "ana:approver:yes,ben:admin:yes", "Approved", 0)]
    [InlineData(2, "ana:approver:yes,ben:admin:no", "Rejected", 1)]
    [InlineData(2, "ana:approver:yes,ana:approver:no", "Rejected", 2)]
    [InlineData(1, "ana:approver:yes,ana:approver:yes", "Approved", 0)]
    [InlineData(1, "ana:approver:yes,ben:approver:yes", "AlreadyResolved", 0)]
    [InlineData(1, "ana:approver:yes,ana:approver:no", "AlreadyResolved", 0)]
    [InlineData(1, "ana:approver:no,ben:approver:yes", "AlreadyResolved", 1)]
    public void Resolve_Words_ComeTo(int needed, string words, string outcome, int missing)
    {
        var call = Call(needed);
        _calls.Hold(call).ShouldBe(HoldResult.Held);
        var result = default(ApprovalResult);
        foreach (var word in words.Split(','))
        {
            var parts = word.Split(':');
            result = _calls.Resolve(call.DecisionId, Person(parts[0], PrincipalRoleNames.Parse(parts[1])), parts[2] == "yes", "");
        }

        result.Outcome.ToString().ShouldBe(outcome);
        result.ApprovalsMissing.ShouldBe(missing);
    }

    [Fact]
    public void Resolve_SameWordAgain_IsRepeated()
    {
        var call = Call();
        _calls.Hold(call);
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "fine").Repeated.ShouldBeFalse();

        var again = _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "fine");

        again.Repeated.ShouldBeTrue();
        again.Outcome.ShouldBe(ApprovalOutcome.Approved);
        again.Call!.Votes.ShouldHaveSingleItem().Note.ShouldBe("fine");
    }

    [Fact]
    public void Resolve_OtherTenantsCall_IsNotFoundLikeNone()
    {
        var call = Call();
        _calls.Hold(call);
        var stranger = Person("ana") with { Tenant = "globex" };

        _calls.Resolve(call.DecisionId, stranger, approves: true, "").ShouldBe(_calls.Resolve(Guid.NewGuid(), stranger, approves: true, ""));
        _calls.Find("globex", call.DecisionId).ShouldBeNull();
        _calls.ListPending("globex").ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_AfterItsTime_IsExpired()
    {
        var call = Call();
        _calls.Hold(call);
        _clock.Advance(TimeSpan.FromHours(24));

        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Expired);
        _calls.ListPending("acme").ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromDays(1));
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.NotFound);
    }

    [Fact]
    public void Resolve_ApprovedAndAskedAgainAfterItsTime_IsExpired()
    {
        var call = Call();
        _calls.Hold(call);
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "");
        _clock.Advance(TimeSpan.FromHours(24));

        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Expired);
    }

    [Fact]
    public void Open_AfterRestart_KnowsCallsAndWords()
    {
        var call = Call(needed: 2);
        var other = Call();
        _calls.Hold(call);
        _calls.Hold(other);
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "línea\n\0\"");
        Restart();

        var read = _calls.Find("acme", call.DecisionId).ShouldNotBeNull();
        (read with { Votes = [], EstimatedCost = [], Facts = [], Notices = [] }).ShouldBe(call with { Votes = [], EstimatedCost = [], Facts = [], Notices = [] });
        read.EstimatedCost.ShouldBe(call.EstimatedCost);
        read.Votes.ShouldHaveSingleItem().ShouldBe(new ApprovalVote("ana", true, "línea\n\0\"", _clock.GetUtcNow()));
        _calls.ListPending("acme").Count.ShouldBe(2);
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "").Repeated.ShouldBeTrue();
        _calls.Resolve(call.DecisionId, Person("ben"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Approved);
        Restart();
        Restart();
        _calls.Find("acme", call.DecisionId)!.ApprovalsMissing.ShouldBe(0);
    }

    [Fact]
    public void Open_LastLineCutShort_KeepsTheRest()
    {
        var call = Call();
        _calls.Hold(call);
        _calls.Dispose();
        File.AppendAllText(Log, """{"decision":"01930000""");

        _calls = Open();

        _calls.Find("acme", call.DecisionId).ShouldNotBeNull();
        _calls.Resolve(call.DecisionId, Person("ana"), approves: true, "").Outcome.ShouldBe(ApprovalOutcome.Approved);
        Restart();
        _calls.Find("acme", call.DecisionId)!.IsResolved.ShouldBeTrue();
    }

    [Fact]
    public void Open_DamagedLineInside_IsRefusedWithItsNumber()
    {
        _calls.Hold(Call());
        _calls.Dispose();
        File.WriteAllText(Log, "{]\n" + File.ReadAllText(Log));

        Should.Throw<InvalidDataException>(Open).Message.ShouldContain("line 1");
        File.WriteAllText(Log, "");
        _calls = Open();
    }

    [Fact]
    public void Open_ExpiredCalls_AreNotKeptOnFile()
    {
        for (var index = 0; index < 50; index++)
        {
            _calls.Hold(Call());
        }

        _clock.Advance(TimeSpan.FromDays(3));
        var kept = Call();
        _calls.Hold(kept);
        Restart();

        File.ReadAllLines(Log).ShouldHaveSingleItem().ShouldContain(kept.DecisionId.ToString());
    }

    [Fact]
    public void Hold_AtTheLimit_IsRefusedUntilOneExpires()
    {
        _calls.Dispose();
        _calls = new HeldCalls(new WaitingOptions { Limit = 5, LimitPerTenant = 3 }, _clock);
        for (var index = 0; index < 3; index++)
        {
            _calls.Hold(Call()).ShouldBe(HoldResult.Held);
        }

        _calls.Hold(Call()).ShouldBe(HoldResult.Refused);
        _calls.Hold(Call() with { Tenant = "globex" }).ShouldBe(HoldResult.Held);
        _calls.Hold(Call() with { Tenant = "globex" }).ShouldBe(HoldResult.Held);
        _calls.Hold(Call() with { Tenant = "initech" }).ShouldBe(HoldResult.Refused);
        _clock.Advance(TimeSpan.FromHours(24));
        _calls.Hold(Call()).ShouldBe(HoldResult.Held);
        _calls.Count.ShouldBe(1);
    }

    [Fact]
    public void Hold_FileThatCannotBeWritten_IsRefused()
    {
        _calls.Dispose();
        var folder = Path.Combine(_folder, "other");
        using var calls = new HeldCalls(new WaitingOptions { StateFolder = folder }, _clock);
        var call = Call();
        calls.Hold(call).ShouldBe(HoldResult.Held);
        calls.Dispose();

        // The log's place is taken by a folder: nothing can be appended.
        File.Delete(Path.Combine(folder, "held-calls.jsonl"));
        Directory.CreateDirectory(Path.Combine(folder, "held-calls.jsonl"));
        using var broken = new StepLog<HeldCallEvent>(folder, HeldCalls.LogName);
        broken.TryAppend(new HeldCallEvent { Held = call }).ShouldBeFalse();
    }

    [Fact]
    public async Task Resolve_ManyAtOnce_OneApproves()
    {
        var call = Call();
        _calls.Hold(call);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(person =>
            Task.Run(() => _calls.Resolve(call.DecisionId, Person($"p{person}"), approves: true, "").Outcome)));

        outcomes.Count(outcome => outcome == ApprovalOutcome.Approved).ShouldBe(1);
        outcomes.Count(outcome => outcome == ApprovalOutcome.AlreadyResolved).ShouldBe(31);
    }

    private string Log => Path.Combine(_folder, "held-calls.jsonl");

    private HeldCalls Open() => new(new WaitingOptions { StateFolder = _folder }, _clock);

    private void Restart()
    {
        _calls.Dispose();
        _calls = Open();
    }

    private HeldCall Call(int needed = 1) => new()
    {
        DecisionId = Guid.CreateVersion7(),
        Tenant = "acme",
        AskedBy = "bot",
        AskedFor = "customer-9",
        Tool = "cancel_subscription",
        SessionId = "s-1",
        RunId = "run-1",
        CallId = "call-1",
        Arguments = """{"reason":"ñ \"quoted\""}""",
        Subject = "contact-7",
        EstimatedCost = [new Amount("credits", 2_000_000)],
        Escalated = needed > 1,
        ApprovalsNeeded = needed,
        ApproverRoles = PrincipalRoles.Approver | PrincipalRoles.Admin,
        HeldAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(24),
        Nonce = Guid.NewGuid(),
    };

    private Principal Person(string subject, PrincipalRoles roles = PrincipalRoles.Approver) => new()
    {
        Tenant = "acme",
        Subject = subject,
        Roles = roles,
        ExpiresAt = _clock.GetUtcNow().AddHours(1),
        Issuer = "issuer",
    };
}
