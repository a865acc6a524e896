using System.Globalization;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using Xunit.Abstractions;

namespace AiDesk.Desk.ApprovalsTests.Outbox;

/// <summary>
/// Real processes, cut off between a decision and its message, for each kind of channel. Afterwards the others go on, and the client asks again: exactly one
/// message (fire and forget: at most one, and flagged), a legal state, and the same receipt.
/// </summary>
public sealed class KillPointTests(DeskFixture desk, ITestOutputHelper output) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, string> Points()
    {
        var data = new TheoryData<int, string>();
        foreach (var channel in new[] { "conversation", "webhook", "webhook_query", "webhook_once" })
        {
            for (var point = 1; point <= 9; point++)
            {
                data.Add(point, channel);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_AtEachPoint_LeavesOneMessage(int number, string channel)
    {
        await using var bench = await DeskBench.StartAsync(desk, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey: channel == "webhook", refusesLate: channel == "webhook_query");
        await bench.ScalarAsync<object>(
            "INSERT INTO desk.settings (tenant_id, channels) VALUES (@Tenant, jsonb_build_object('web', jsonb_build_object('kind', @channel, 'url', @Url, 'key_id', @KeyId)))",
            new { DeskBench.Tenant, channel, receiver.Url, WebhookReceiver.KeyId });
        var draft = await bench.DraftAsync();
        var point = (KillPoint)(number - 1);
        var first = number <= 3 ? null : await bench.ApproveAsync(draft);
        if (number <= 3)
        {
            using var victim = new VictimProcess(bench, point, "approve", DeskBench.Tenant, "ana", draft.Run.ToString(), draft.Hash, draft.Version.ToString(CultureInfo.InvariantCulture));
            await victim.DiesAsync();
        }
        else
        {
            receiver.CutsAfterTaking = point == KillPoint.Cut;
            using var victim = new VictimProcess(bench, point, "dispatch");
            await (point == KillPoint.Sending ? victim.StandsStillAsync() : victim.DiesAsync());
            receiver.CutsAfterTaking = false;
            bench.Clock.Jump(TimeSpan.FromMinutes(1));
            await SendAllAsync(bench);
            if (point == KillPoint.Sending)
            {
                await victim.GoesOnAsync();
            }
        }

        var again = await bench.ApproveAsync(draft);
        var replayed = again.Replayed;
        await SendAllAsync(bench);
        var last = await bench.ApproveAsync(draft, DeskBench.Approver("bob"));

        // A retry of a decision that was committed is its receipt; of one that was not, the first decision.
        replayed.ShouldBe(point >= KillPoint.Committed);
        last.Replayed.ShouldBeTrue();
        again.Replayed = last.Replayed = false;
        last.ShouldBe(again);
        if (first is not null)
        {
            again.ShouldBe(first);
        }

        var state = await bench.StateAsync(draft.Run);
        var written = await bench.MessagesOfAsync(draft.Run);
        var seen = channel == "conversation" ? written : receiver.Count(draft.Run);
        var unknown = await bench.ScalarAsync<bool>("SELECT outcome_unknown FROM desk.outbox_messages");
        if (channel == "webhook_once" && state == RunState.SendFailed)
        {
            unknown.ShouldBeTrue("it is flagged");
            seen.ShouldBeLessThanOrEqualTo(1);
            written.ShouldBe(0);
        }
        else
        {
            state.ShouldBe(RunState.ApprovedSent);
            seen.ShouldBe(1);
            written.ShouldBe(1);
        }

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.outbox_messages")).ShouldBe(1);
        await bench.VerifyAsync();
        if (number == 1 && channel == "conversation")
        {
            output.WriteLine("| kill point | channel | messages the customer has | state | the client's retry |");
            output.WriteLine("|---|---|---:|---|---|");
        }

        output.WriteLine($"| K{number} {Names[number - 1]} | {channel} | {seen} | {RunMoves.NameOf(state)}{(unknown ? ", outcome unknown: shown to a person" : "")} | {(replayed ? "the same receipt" : "the first receipt")} |");
    }

    private static readonly string[] Names =
    [
        "after the state change, before the outbox row", "before commit", "after commit, before the reply", "after the claim, before sending", "accepted, then the connection cut",
        "sent, not finished", "inside finish", "finished, not acknowledged", "a zombie sends after its lease",
    ];

    private static async Task SendAllAsync(DeskBench bench)
    {
        while (await bench.DispatchAsync() > 0)
        {
            bench.Clock.Jump(TimeSpan.FromMinutes(10));
        }
    }
}
