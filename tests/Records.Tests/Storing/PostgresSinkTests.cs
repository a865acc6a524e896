using System.Text;
using System.Text.Json;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Postgres.Harness;

namespace AiDesk.Policy.Service.RecordsTests.Storing;

[Collection(PostgresTests.Name)]
public sealed class PostgresSinkTests(PostgresFixture postgres)
{
    [Fact]
    public async Task WriteAsync_DecisionsAndEvents_AreRowsWithTheirColumns()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var evaluation = SampleRecords.Denied();
        await RecordAsync(database, recorder =>
        {
            recorder.Record(evaluation, SampleRecords.Facts());
            recorder.Record(SampleRecords.Plain(), SampleRecords.Facts("globex"));
            recorder.Record(SampleRecords.Settle());
        });

        (await TextAsync(database, "SELECT tenant_id || '/' || decision_id || '/' || rpc || '/' || verdict || '/' || reason || '/' || run_id FROM aidesk.decisions WHERE verdict = 'deny'"))
            .ShouldBe($"acme/{evaluation.Decision.Id}/check_input/deny/PROMPT_INJECTION/run-1");
        (await TextAsync(database, "SELECT record #>> '{findings,0,code}' FROM aidesk.decisions WHERE verdict = 'deny'")).ShouldBe("injection.override");
        (await CountAsync(database, "aidesk.decisions WHERE tenant_id = 'globex' AND verdict = 'allow'")).ShouldBe(1);
        (await TextAsync(database, "SELECT type || '/' || state FROM aidesk.events")).ShouldBe("settle/applied");
        (await TextAsync(database, "SELECT budget || '/' || cost || '/' || held FROM aidesk.ledger")).ShouldBe("daily/130/90");
        (await CountAsync(database, "aidesk.decisions WHERE escaped OR captured_text IS NOT NULL")).ShouldBe(0);
    }

    /// <summary>The month is that of the id, whenever the record arrives; a month that nobody foresaw is made.</summary>
    [Theory]
    [InlineData("2024-02-29T23:59:59.999Z", "decisions_2024_02")]
    [InlineData("2024-03-01T00:00:00.000Z", "decisions_2024_03")]
    [InlineData("2031-12-31T23:59:59.999Z", "decisions_2031_12")]
    public async Task WriteAsync_AnyTime_GoesToTheMonthOfItsId(string time, string partition)
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await RecordAsync(database, recorder => recorder.Record(SampleRecords.Denied(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), SampleRecords.Facts()));

        (await TextAsync(database, "SELECT tableoid::regclass::text FROM aidesk.decisions")).ShouldBe("aidesk." + partition);
    }

    [Fact]
    public async Task WriteAsync_MonthsAhead_AreThereBeforeTheyAreNeeded()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await RecordAsync(database, recorder => recorder.Record(SampleRecords.Denied(), SampleRecords.Facts()));

        var now = DateTime.UtcNow;
        foreach (var month in new[] { now, now.AddMonths(1), now.AddMonths(2) })
        {
            (await TextAsync(database, FormattableString.Invariant($"SELECT to_regclass('aidesk.decisions_{month:yyyy_MM}')::text"))).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task WriteAsync_TheSameBatchTwice_IsStoredOnce()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var connections = new PostgresDatabase(database);
        await using var sink = new PostgresRecordSink(connections, TimeProvider.System);
        var batch = Batch([.. Enumerable.Range(0, 50).Select(index => Line(Guid.CreateVersion7(), $"\"run_id\":\"{index}\""))]);

        await sink.WriteAsync(batch, CancellationToken.None);
        await sink.WriteAsync(batch, CancellationToken.None);

        (await CountAsync(database, "aidesk.decisions")).ShouldBe(50);
    }

    /// <summary>What PostgreSQL does not take; what its row then has; how many attempts it takes to tell is not asked.</summary>
    [Theory]
    [InlineData("\"tool\":\"nul \\u0000 here\"", "altered")]
    [InlineData("\"message_id\":\"\\u0000\"", "altered")]
    [InlineData("\"elapsed_us\":1e400000", "raw only")]
    [InlineData("\"elapsed_us\":}{", "raw only")]
    [InlineData("\"session_id\":\"\\ud800\"", "raw only")]
    public async Task WriteAsync_OneBadRecordAmongMany_IsStoredEscapedAndTheOthersAsTheyAre(string member, string expected)
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var connections = new PostgresDatabase(database);
        await using var sink = new PostgresRecordSink(connections, TimeProvider.System);
        var bad = Guid.CreateVersion7();
        var line = Line(bad, member);
        List<(Guid, string)> lines = [.. Enumerable.Range(0, 40).Select(index => Line(Guid.CreateVersion7(), $"\"run_id\":\"{index}\""))];
        lines.Insert(17, line);

        await sink.WriteAsync(Batch([.. lines]), CancellationToken.None);

        sink.Escaped.ShouldBe(1);
        (await CountAsync(database, "aidesk.decisions WHERE NOT escaped AND raw IS NULL AND record IS NOT NULL")).ShouldBe(40);
        (await TextAsync(database, "SELECT decision_id::text FROM aidesk.decisions WHERE escaped")).ShouldBe(bad.ToString());
        (await TextAsync(database, "SELECT convert_from(raw, 'UTF8') FROM aidesk.decisions WHERE escaped")).ShouldBe(line.Line);
        (await CountAsync(database, "aidesk.decisions WHERE escaped AND record IS NOT NULL")).ShouldBe(expected == "altered" ? 1 : 0);
    }

    [Theory]
    [InlineData("nul \0 and \u0001 end", "nul \0 and \u0001 end")]
    [InlineData("line\nfeed \"quoted\" \\ \u2028 😀", "line\nfeed \"quoted\" \\ \u2028 😀")]
    [InlineData("half {half} end", "half \ufffd end")]
    public async Task WriteAsync_CapturedText_IsBytesAsItWas(string template, string expected)
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var text = template.Replace("{half}", "\ud83d", StringComparison.Ordinal);
        await RecordAsync(database, recorder => recorder.Record(SampleRecords.Denied(), SampleRecords.Facts(text: text, capture: CaptureRule.All)));

        Encoding.UTF8.GetString((byte[])(await PostgresServer.ExecuteAsync(database, "SELECT captured_text FROM aidesk.decisions"))!).ShouldBe(expected);
        (await CountAsync(database, "aidesk.decisions WHERE record ? 'text' OR escaped")).ShouldBe(0);
        (await CountAsync(database, "aidesk.decisions WHERE record ? 'text_hmac'")).ShouldBe(1);
    }

    [Fact]
    public async Task WriteAsync_RecordBeyondEveryLimit_IsTruncatedAndStored()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var evaluation = SampleRecords.Denied();
        evaluation.Findings.Add(new Decisions.Finding("x", Checks.CheckKind.Shape, Decisions.Verdict.Deny, Decisions.Reason.TooLong) { Detail = new string('d', RecordLimits.Line) });
        await RecordAsync(
            database,
            recorder => recorder.Record(evaluation, SampleRecords.Facts(text: new string('x', 3 * RecordLimits.Text), capture: CaptureRule.All)).ShouldBeTrue(),
            segment: 4 * 1024 * 1024);

        var record = JsonDocument.Parse((await TextAsync(database, "SELECT record::text FROM aidesk.decisions"))!).RootElement;
        record.GetProperty("record_truncated").GetBoolean().ShouldBeTrue();
        record.GetProperty("text_truncated").GetBoolean().ShouldBeTrue();
        (await CountAsync(database, $"aidesk.decisions WHERE length(captured_text) = {RecordLimits.Text}")).ShouldBe(1);
    }

    private static (Guid Id, string Line) Line(Guid id, string member) =>
        (id, $$"""{"type":"decision","decision_id":"{{id}}","tenant":"acme","rpc":"check_input","time":"2026-11-20T12:00:00Z","verdict":"deny","reason":"LEAK",{{member}}}""");

    private static RecordBatch Batch(params (Guid Id, string Line)[] lines)
    {
        var batch = new RecordBatch();
        foreach (var (id, line) in lines)
        {
            batch.Begin();
            Encoding.UTF8.GetBytes(line, batch.Bytes);
            batch.End(id);
        }

        return batch;
    }

    private static async Task RecordAsync(string database, Action<DecisionRecorder> record, int segment = 1024 * 1024)
    {
        await using var connections = new PostgresDatabase(database);
        await using var recording = new Recording(new PostgresRecordSink(connections, TimeProvider.System), segment: segment);
        record(recording.Recorder);
        await recording.DrainedAsync();
        recording.Recorder.Health.IsWriting.ShouldBeTrue(recording.Recorder.Health.SinkFault);
    }

    private static async Task<long> CountAsync(string database, string from) => (long)(await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM " + from))!;

    private static async Task<string?> TextAsync(string database, string query) => await PostgresServer.ExecuteAsync(database, query) as string;
}
