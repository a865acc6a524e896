using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using AiDesk.Desk.ApiTests.Hosting;
using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AiDesk.Desk.ApiTests.Metrics;

/// <summary>Every number of the dashboard against rows whose numbers were worked out by hand.</summary>
public sealed class DashboardTests(RunningDesk desk) : IClassFixture<RunningDesk>
{
    private const string Tenant = "praxis-linden";

    private static readonly Timestamp Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero));
    private static readonly Timestamp End = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 30, 22, 0, 0, TimeSpan.Zero));

    private MetricsService.MetricsServiceClient Client => new(desk.Invoker);

    [Fact]
    public async Task GetDashboard_NothingCounted_SaysNoData()
    {
        var answer = await Client.GetDashboardAsync(new GetDashboardRequest { StartTime = Start, EndTime = End }, desk.As("harbour-pay", "agent", "a"));
        foreach (var metric in answer.Metrics.Where(metric => metric.Name != "budget_use"))
        {
            metric.Value.N.ShouldBe(0, metric.Name);
            if (metric.Unit is not "count")
            {
                metric.Value.HasValue.ShouldBeFalse(metric.Name);
            }
        }
    }

    [Fact]
    public async Task GetDashboard_RowsWorkedOutByHand_AreCountedToTheDigit()
    {
        await SeedAsync();
        var answer = await Client.GetDashboardAsync(new GetDashboardRequest { StartTime = Start, EndTime = End, TimeZone = "Europe/Berlin" }, desk.As(Tenant, "agent", "a"));
        foreach (var (name, labels, value, n, previous) in Expected)
        {
            var metric = answer.Metrics.SingleOrDefault(metric => metric.Name == name && LabelsOf(metric) == labels);
            metric.ShouldNotBeNull($"{name} {labels}");
            metric.Value.Value.ShouldBe(value, 1e-9, $"{name} {labels}");
            metric.Value.N.ShouldBe(n, $"{name} {labels}");
            metric.Value.HasPreviousValue.ShouldBe(previous is not null, $"{name} {labels}");
            metric.Value.PreviousValue.ShouldBe(previous ?? 0, 1e-9, $"{name} {labels}");
        }

        // The 29th of March 2026 has 23 hours in Berlin: 47 hours are an hour a point, from midnight to midnight.
        var runs = answer.Series.Single(series => series.Name == "runs");
        runs.Points.Count.ShouldBe(47);
        runs.Points[0].StartTime.ShouldBe(Start);
        runs.Points.Sum(point => point.Value).ShouldBe(6);
        runs.Points.Count(point => point.HasValue).ShouldBe(6, "an hour without a run has no value");
    }

    [Fact]
    public async Task ListMetricRows_OfEachNumber_AreAsManyAsItStandsOn()
    {
        await SeedAsync();
        var options = desk.As(Tenant, "agent", "a");
        var answer = await Client.GetDashboardAsync(new GetDashboardRequest { StartTime = Start, EndTime = End, TimeZone = "Europe/Berlin" }, options);
        foreach (var metric in answer.Metrics.Where(metric => metric.Name != "budget_use"))
        {
            var request = new ListMetricRowsRequest { Name = metric.Name, StartTime = Start, EndTime = End, PageSize = 2 };
            request.Labels.AddRange(metric.Labels.Select(label => $"{label.Key}={label.Value}"));
            var rows = new List<MetricRow>();
            do
            {
                var page = await Client.ListMetricRowsAsync(request, options);
                rows.AddRange(page.Rows);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            var whole = metric.Name == "intent_share" ? rows.Count : metric.Value.N;
            rows.Count.ShouldBe((int)whole, $"{metric.Name} {LabelsOf(metric)}");
            rows.Select(row => (row.RunId, row.ConversationId, row.DecisionId)).ShouldBeUnique();
        }
    }

    [Theory]
    [InlineData("2026-03-30", "2026-03-28", "", "end_time")]
    [InlineData("2024-01-01", "2026-03-28", "", "end_time")]
    [InlineData("2026-03-28", "2026-03-30", "Europe/Atlantis", "time_zone")]
    [InlineData("2026-03-28", "2026-03-30", "'; DROP TABLE desk.runs; --", "time_zone")]
    public async Task GetDashboard_BadPeriod_NamesTheField(string start, string end, string zone, string field)
    {
        var request = new GetDashboardRequest { StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(start + "Z", System.Globalization.CultureInfo.InvariantCulture)), EndTime = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(end + "Z", System.Globalization.CultureInfo.InvariantCulture)), TimeZone = zone };
        var refusal = await Should.ThrowAsync<RpcException>(async () => await Client.GetDashboardAsync(request, desk.As(Tenant, "agent", "a")));
        refusal.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refusal.Status.Detail.ShouldStartWith(field);
    }

    /// <summary>Name, labels, value, n, and the value of the period before.</summary>
    private static IEnumerable<(string Name, string Labels, double Value, long N, double? Previous)> Expected =>
    [
        ("runs", "", 6, 6, 1),
        ("runs", "level=1,mode=copilot", 4, 4, 1),
        ("runs", "level=2,mode=autopilot", 2, 2, null),
        ("intent_share", "intent=delivery", 4 / 6d, 4, null),
        ("intent_share", "intent=unknown", 2 / 6d, 2, 1),

        // Decided drafts: approved, edited, rejected by people; one by policy. One lapsed and is in none.
        ("approved_share", "", 2 / 4d, 4, 1),
        ("approved_share", "level=1,mode=copilot", 1 / 3d, 3, 1),
        ("approved_share", "level=2,mode=autopilot", 1, 1, null),
        ("edited_share", "", 1 / 4d, 4, 0),
        ("rejected_share", "", 1 / 4d, 4, 0),
        ("reject_reasons", "reason=tone", 1, 1, null),

        // People decided after 60, 120 and 600 seconds; in the period before after 30.
        ("decision_seconds_p50", "", 120, 3, 30),
        ("decision_seconds_p95", "", 120 + (0.9 * 480), 3, 30),
        ("edit_distance_median", "", 3.5, 2, 0),
        ("edit_distance_median", "intent=delivery,prompt_version=v1", 3.5, 2, null),
        ("autopilot_share", "", 1 / 3d, 3, 0),
        ("handoff_share", "", 1 / 6d, 6, 0),
        ("handoffs", "reason=injection", 1, 1, null),

        // Solved 2 hours after it began, opened again and solved once more: 26 hours count.
        ("resolution_seconds_p50", "", 26 * 3600, 1, null),
        ("escalation_seconds_p50", "", 90, 1, null),
        ("blocked_tools", "", 2, 2, null),
        ("blocked_tools", "tool=issue_refund", 2, 2, null),
        ("injections_stopped", "", 1, 1, null),
        ("strikes", "", 1, 1, null),
        ("failed_sends", "", 1, 1, null),
        ("tokens", "", 1500, 2, null),
        ("tokens", "model=m-1", 1500, 2, null),
    ];

    private static string LabelsOf(Metric metric) => string.Join(',', metric.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>Once for the class: the second time everything is there.</summary>
    private async Task SeedAsync()
    {
        await using var work = await desk.Get<DeskDatabase>().BeginAsync(Tenant, CancellationToken.None);
        if (await work.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM desk.runs", null, work.Transaction) == 0)
        {
            await work.Connection.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Metrics", "dashboard.sql")), null, work.Transaction);
            await work.CommitAsync(CancellationToken.None);
        }
    }
}
