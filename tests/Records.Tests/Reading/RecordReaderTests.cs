using System.Text.Json;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.Service.Records.Retention;
using AiDesk.Policy.Service.RecordsVictim;

namespace AiDesk.Policy.Service.RecordsTests.Reading;

/// <summary>The same answers from PostgreSQL and from files.</summary>
[Collection(PostgresTests.Name)]
public sealed class RecordReaderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-read-").FullName;
    private readonly List<Guid> _acme = [];
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync() => _database = new PostgresDatabase(await postgres.Server.CreateDatabaseAsync());

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("files")]
    [InlineData("postgres")]
    public async Task ReadAsync_PagesOfSeven_AreAllNewestFirstAndNoneTwice(string store)
    {
        var reader = await FilledAsync(store);
        var found = new List<Guid>();
        var query = new RecordQuery { Tenant = "acme", PageSize = 7 };
        do
        {
            var page = await reader.ReadAsync(query, CancellationToken.None);
            page.Records.Count.ShouldBeLessThanOrEqualTo(7);
            found.AddRange(page.Records.Select(record => record.Id));
            query = query with { PageToken = page.NextPageToken };
        }
        while (query.PageToken.Length > 0);

        found.ShouldBe(Enumerable.Reverse(_acme));
    }

    /// <summary>What narrows the query, how many it finds. Of acme there are 30: every third denied, the others plain ALLOW, one a minute; and a settle.</summary>
    [Theory]
    [InlineData("none", 30)]
    [InlineData("interventions", 10)]
    [InlineData("deny", 10)]
    [InlineData("allow", 20)]
    [InlineData("escalate", 0)]
    [InlineData("PROMPT_INJECTION", 10)]
    [InlineData("LEAK", 0)]
    [InlineData("from", 20)]
    [InlineData("before", 10)]
    [InlineData("id", 1)]
    [InlineData("other tenant's id", 0)]
    [InlineData("globex", 5)]
    [InlineData("nobody", 0)]
    [InlineData("events", 1)]
    [InlineData("settle", 1)]
    [InlineData("approval", 0)]
    public async Task ReadAsync_Query_FindsWhatItAsksForInEitherStore(string narrowed, int expected)
    {
        foreach (var store in new[] { "files", "postgres" })
        {
            var reader = await FilledAsync(store);
            var query = new RecordQuery { Tenant = "acme", PageSize = 100 };
            query = narrowed switch
            {
                "interventions" => query with { Kind = RecordKind.Interventions },
                "deny" => query with { Verdict = Verdict.Deny },
                "allow" => query with { Verdict = Verdict.Allow },
                "escalate" => query with { Verdict = Verdict.Escalate },
                "PROMPT_INJECTION" => query with { Reason = Reason.PromptInjection },
                "LEAK" => query with { Reason = Reason.Leak },
                "from" => query with { From = Day.AddMinutes(10) },
                "before" => query with { Before = Day.AddMinutes(10) },
                "id" => query with { DecisionId = _acme[4] },
                "other tenant's id" => query with { Tenant = "globex", DecisionId = _acme[4] },
                "globex" or "nobody" => query with { Tenant = narrowed },
                "events" => query with { Kind = RecordKind.Events },
                "settle" or "approval" => query with { Kind = RecordKind.Events, EventType = narrowed },
                _ => query,
            };

            var page = await reader.ReadAsync(query, CancellationToken.None);

            page.Records.Count.ShouldBe(expected, store);
            page.NextPageToken.ShouldBeEmpty();
            page.Records.ShouldAllBe(record => JsonDocument.Parse(record.Json).RootElement.GetProperty("tenant").GetString() == query.Tenant);
        }
    }

    [Theory]
    [InlineData("files")]
    [InlineData("postgres")]
    public async Task ReadAsync_CapturedTexts_AreInTheLine(string store)
    {
        var reader = await FilledAsync(store);
        var page = await reader.ReadAsync(new RecordQuery { Tenant = "globex", PageSize = 1 }, CancellationToken.None);
        var line = JsonDocument.Parse(page.Records[0].Json).RootElement;
        line.GetProperty("text").GetString().ShouldBe("\"quoted\" \0 😀 \\");
        line.GetProperty("text_bytes").GetInt32().ShouldBe(17);
    }

    [Theory]
    [InlineData("files", "x")]
    [InlineData("postgres", "x")]
    [InlineData("files", "AAAA")]
    [InlineData("postgres", "AAAA")]
    [InlineData("files", "of another query")]
    [InlineData("postgres", "of another query")]
    public async Task ReadAsync_TokenThatIsNoneOfTheQuery_IsRefused(string store, string token)
    {
        var reader = await FilledAsync(store);
        var query = new RecordQuery { Tenant = "globex", PageSize = 2 };
        if (token == "of another query")
        {
            token = (await reader.ReadAsync(query with { Tenant = "acme" }, CancellationToken.None)).NextPageToken;
            token.ShouldNotBeEmpty();
        }

        await Should.ThrowAsync<InvalidPageTokenException>(async () => await reader.ReadAsync(query with { PageToken = token }, CancellationToken.None));
    }

    /// <summary>A tenant's records of before a moment go, and nobody else's.</summary>
    [Theory]
    [InlineData("files")]
    [InlineData("postgres")]
    public async Task DeleteAsync_TenantAndMoment_LeavesTheRest(string store)
    {
        var reader = await FilledAsync(store);
        IRecordRetention retention = store == "files" ? new FileRetention(Path.Combine(_folder, "records"), andCurrent: true) : new PostgresRetention(_database);
        var all = new RecordQuery { Tenant = "acme", PageSize = 100 };

        (await retention.DeleteAsync("acme", Day.AddMinutes(10), CancellationToken.None)).ShouldBe(10);
        (await reader.ReadAsync(all, CancellationToken.None)).Records.Select(record => record.Id).ShouldBe(Enumerable.Reverse(_acme).Take(20));
        (await retention.DeleteAsync("acme", DateTimeOffset.MaxValue, CancellationToken.None)).ShouldBe(store == "files" ? 21 : 22, "in the database its ledger too");
        (await reader.ReadAsync(all, CancellationToken.None)).Records.ShouldBeEmpty();
        (await reader.ReadAsync(all with { Kind = RecordKind.Events }, CancellationToken.None)).Records.ShouldBeEmpty();
        (await reader.ReadAsync(all with { Tenant = "globex" }, CancellationToken.None)).Records.Count.ShouldBe(5);
    }

    private async Task<IRecordReader> FilledAsync(string store)
    {
        // Files so small that there are many.
        IRecordSink sink = store == "files"
            ? new FileRecordSink(new FileRecordSinkOptions { Folder = Path.Combine(_folder, "records"), FileSize = 4096, Files = 100 })
            : new PostgresRecordSink(_database, TimeProvider.System);
        _acme.Clear();
        await using var recording = new Recording(sink, options: new DecisionRecorderOptions { Linger = TimeSpan.Zero });
        for (var minute = 0; minute < 30; minute++)
        {
            var evaluation = minute % 3 == 0 ? SampleRecords.Denied(Day.AddMinutes(minute)) : SampleRecords.Plain(Day.AddMinutes(minute));
            _acme.Add(evaluation.Decision.Id);
            recording.Recorder.Record(evaluation, SampleRecords.Facts());
            if (minute % 6 == 5)
            {
                recording.Recorder.Record(SampleRecords.Denied(Day.AddMinutes(minute)), SampleRecords.Facts("globex", "\"quoted\" \0 😀 \\", CaptureRule.All));
            }

            await recording.DrainedAsync();
        }

        recording.Recorder.Record(SampleRecords.Settle());
        await recording.DrainedAsync();
        return store == "files" ? new FileRecordReader(Path.Combine(_folder, "records")) : new PostgresRecordReader(_database);
    }
}
