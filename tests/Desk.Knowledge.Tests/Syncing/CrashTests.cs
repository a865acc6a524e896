using Npgsql;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class CrashTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    private const string State = """
        SELECT jsonb_agg(row ORDER BY row::text)::text FROM (
          SELECT jsonb_build_object('path', d.path, 'version', d.version, 'gone', d.removed_at IS NOT NULL, 'gone at', d.removed_sync, 'place', c.ordinal, 'text', c.text, 'since', c.version,
            'archived', c.archived_at IS NOT NULL, 'at', c.archived_sync, 'number', s.sync_number, 'open', s.sync_changed, 'turn', s.syncing_until) AS row
          FROM desk.ai_kb_sources s JOIN desk.ai_kb_documents d USING (tenant_id, source_id) LEFT JOIN desk.ai_kb_chunks c USING (tenant_id, document_id)) rows
        """;

    private static readonly (string, string)[] Before = [.. Enumerable.Range(0, 8).Select(number => ($"{number}.md", Texts.Of([Texts.Section(number), Texts.Section(number + 10)])))];

    private static readonly (string, string)[] After =
        [.. Enumerable.Range(0, 5).Select(number => ($"{number}.md", Texts.Of([Texts.Section(number + 10), Texts.Section(number, number % 2 == 0 ? "new" : "plain")]))), ("new.md", Texts.Of([Texts.Section(99)]))];

    /// <summary>Cut off at each reading of the clock, which every document and every turn does: the next run ends as one that was not disturbed.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Resync_CutOffAnywhere_TheNextEndsInTheSameState(int keep)
    {
        var undisturbed = await RunAsync(keep, cutAt: 0);
        for (var cut = 2; cut <= 24; cut++)
        {
            (await RunAsync(keep, cut)).ShouldBe(undisturbed, $"cut at reading {cut}");
        }
    }

    [Fact]
    public async Task Resync_ServerKilled_TheNextEndsInTheSameState()
    {
        var undisturbed = await RunAsync(keep: 3, cutAt: 0);
        await using var desk = await fixture.CreateAsync(new SteppingClock());
        await desk.PutAsync(keep: 3);
        await desk.PushAsync(Before);
        var clock = new SteppingClock();
        clock.Advance(TimeSpan.FromHours(1));
        await using (var other = await Desk.CreateAsync(desk.ConnectionString, clock, []))
        {
            clock.OnRead = reading =>
            {
                if (reading == 7)
                {
                    ((IAsyncResult)Task.Run(fixture.Server.KillAsync)).AsyncWaitHandle.WaitOne();
                }
            };
            await Should.ThrowAsync<Exception>(() => other.PushAsync(After));
            await fixture.Server.StartAgainAsync();
            NpgsqlConnection.ClearAllPools();
            clock.OnRead = null;
            clock.Advance(TimeSpan.FromMinutes(2)); // the turn of the dead one lapses
            await other.PushAsync(After);
        }

        ((string)(await desk.SqlAsync(State))!).ShouldBe(undisturbed);
    }

    private async Task<string> RunAsync(int keep, int cutAt)
    {
        var clock = new SteppingClock();
        await using var desk = await fixture.CreateAsync(clock);
        await desk.PutAsync(keep: keep);
        await desk.PushAsync(Before);
        if (cutAt > 0)
        {
            clock.Restart();
            clock.OnRead = reading => _ = reading == cutAt ? throw new InvalidOperationException("cut off") : reading;
            try
            {
                await desk.PushAsync(After);
            }
            catch (InvalidOperationException)
            {
                clock.Advance(TimeSpan.FromMinutes(2));
            }

            clock.OnRead = null;
        }

        await desk.PushAsync(After);
        return (string)(await desk.SqlAsync(State))!;
    }
}
