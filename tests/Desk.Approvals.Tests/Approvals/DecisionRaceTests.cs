using AiDesk.Agent.Runs;
using Xunit.Abstractions;

namespace AiDesk.Desk.ApprovalsTests.Approvals;

/// <summary>Many at once on one draft: one wins, the others are told so, and at most one message goes out.</summary>
public sealed class DecisionRaceTests(DeskFixture desk, ITestOutputHelper output) : IClassFixture<DeskFixture>
{
    private const int Rounds = 8;

    [Fact]
    public async Task Approve_64People_OneWinsAndAllHoldItsReceipt()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => bench.ApproveAsync(draft, DeskBench.Approver($"person-{i}")))));
        await bench.DispatchAsync();

        receipts.Count(receipt => !receipt.Replayed).ShouldBe(1);
        receipts.Select(receipt => (receipt.DecidedBy, receipt.OutboxId, receipt.TextHash, receipt.DecideTime)).Distinct().ShouldHaveSingleItem();
        (await bench.MessagesOfAsync(draft.Run)).ShouldBe(1);
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("expiry")]
    [InlineData("newer message")]
    [InlineData("colleague")]
    public async Task Approve_AgainstAnother_OneWins(string other)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var wins = new Dictionary<string, int>(StringComparer.Ordinal) { ["approve"] = 0, [other] = 0 };
        for (var round = 0; round < Rounds; round++)
        {
            var draft = await bench.DraftAsync(customer: DeskBench.Customer($"c-{round}"));
            if (other == "expiry")
            {
                // At the very end of its time: the others push it over.
                bench.Clock.Jump(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(300));
            }

            var approvals = Enumerable.Range(0, 4).Select(i => Task.Run(() => DeskOutcome.OfAsync(async () => (await bench.ApproveAsync(draft, DeskBench.Approver($"a-{i}"))).Replayed))).ToList();
            var others = Enumerable.Range(0, 4).Select(i => Task.Run(() => AgainstAsync(bench, other, draft, round, i))).ToList();
            await Task.WhenAll(others);
            var outcomes = await Task.WhenAll(approvals);
            await bench.ReapAsync();
            var approved = await bench.StateAsync(draft.Run) == RunState.Approved;

            outcomes.Count(outcome => outcome == "ok").ShouldBe(approved ? 1 : 0);
            outcomes.ShouldAllBe(outcome => approved ? outcome == "ok" || outcome == "replayed" || outcome == "ApprovalExpired" || outcome == "DraftStale" : outcome != "replayed");
            wins[approved ? "approve" : other]++;
            await bench.DispatchAsync();
            (await bench.MessagesOfAsync(draft.Run)).ShouldBe(approved ? 1 : 0);
            await bench.VerifyAsync();
        }

        output.WriteLine($"| approve against {other} | {Rounds} rounds | approve won {wins["approve"]}, {other} won {wins[other]} | messages equal approvals |");
    }

    [Fact]
    public async Task Dispatch_EightDispatchers_EachMessageOnceAndInOrder()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var runs = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            runs.Add((await bench.DraftAsync(customer: DeskBench.Customer($"c-{i % 5}"), goesOut: true, conversation: i < 5 ? null : (await ConversationOfAsync(bench, $"c-{i % 5}")))).Run);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.outbox_messages WHERE state <> 'sent'") > 0)
            {
                await bench.DispatchAsync();
            }
        })));

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.messages WHERE author = 'bot'")).ShouldBe(40);
        (await bench.ScalarAsync<long>("SELECT max(attempts) FROM desk.outbox_messages")).ShouldBe(1);
        var disorder = await bench.ScalarAsync<long>(
            """
            SELECT count(*) FROM desk.outbox_messages a JOIN desk.messages ma ON ma.run_id = a.run_id AND ma.author = 'bot'
            JOIN desk.outbox_messages b ON b.conversation_id = a.conversation_id AND b.position > a.position JOIN desk.messages mb ON mb.run_id = b.run_id AND mb.author = 'bot'
            WHERE mb.sequence < ma.sequence
            """);
        disorder.ShouldBe(0);
        await bench.VerifyAsync();
        output.WriteLine("| 8 dispatchers | 40 messages of 5 conversations | each claimed once | in order within each conversation |");
    }

    private static async Task<Guid> ConversationOfAsync(DeskBench bench, string person) =>
        await bench.ScalarAsync<Guid>("SELECT conversation_id FROM desk.conversations WHERE person_id = @person", new { person });

    private static async Task AgainstAsync(DeskBench bench, string other, DraftAtHand draft, int round, int person)
    {
        switch (other)
        {
            case "reject": await DeskOutcome.OfAsync(async () => (await bench.RejectAsync(draft, DeskBench.Approver($"r-{person}"))).Replayed); break;
            case "expiry":
                bench.Clock.Jump(TimeSpan.FromMilliseconds(70));
                await bench.ReapAsync();
                break;
            case "newer message": await bench.PostAsync(DeskBench.Customer($"c-{round}"), "Wait", draft.Conversation); break;
            default: await bench.PostAsync(DeskBench.Colleague(), "I answer", draft.Conversation); break;
        }
    }
}
