using AiDesk.Agent;

namespace AiDesk.Desk.ApprovalsTests.Verification;

/// <summary>What is broken by hand is found, and where.</summary>
public sealed class DeskRecountTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Theory]
    [InlineData("DELETE FROM desk.messages WHERE author = 'bot'", "every sent run has exactly one message", "has 0 messages")]
    [InlineData("UPDATE desk.outbox_messages SET state = 'queued'", "no run that is not approved has a live row in the outbox", "is approved_sent and would be sent")]
    [InlineData("UPDATE desk.outbox_messages SET state = 'failed'", "run and outbox row agree on how it ended", "run is approved_sent, row is failed")]
    [InlineData("UPDATE desk.messages SET text = 'another' WHERE author = 'bot'", "what was sent is what was approved", "another text was sent")]
    [InlineData("UPDATE desk.outbox_messages SET decision_ids = '{}'", "every message that was sent had its decisions", "no decision")]
    [InlineData("UPDATE desk.conversations SET version = 7", "the versions of conversations are their messages, without gaps", "version 7, ")]
    [InlineData("UPDATE desk.approvals SET state = 'expired' WHERE state = 'pending_review'", "every run that waits has something to wait for, and nothing else waits", "with 0 approvals waiting")]
    [InlineData("UPDATE desk.runs SET decided_by = NULL WHERE run_state = 'approved_sent'", "every rejected or sent draft says who decided", "nobody is on record")]
    [InlineData("UPDATE desk.approvals SET expires_at = expires_at - interval '1 year' WHERE state = 'pending_review'", "every row of approvals that is not final has exactly one keeper", "has 0 keepers")]
    [InlineData("DELETE FROM desk.events WHERE to_state = 'approved_sent'", "every move on record is a legal one, and the last is where the run stands", "is approved_sent, on record it is approved")]
    public async Task RunAsync_BrokenByHand_NamesTheRow(string damage, string invariant, string problem)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.ApproveAsync(await bench.DraftAsync());
        await bench.DispatchAsync();
        await bench.DraftAsync(customer: DeskBench.Customer("c2"));
        (await DeskVerification.RunAsync(bench.ConnectionString, CancellationToken.None)).ShouldAllBe(found => found.Problems.Count == 0);

        await bench.ScalarAsync<object>(damage);

        var broken = (await DeskVerification.RunAsync(bench.ConnectionString, CancellationToken.None)).Single(found => found.Name == invariant);
        broken.Problems.ShouldNotBeEmpty();
        broken.Problems[0].ShouldStartWith(DeskBench.Tenant);
        broken.Problems[0].ShouldContain(problem);
        broken.Counted.ShouldBeGreaterThan(0);
    }
}
