using System.Globalization;
using AiDesk.Agent.Metrics;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Dashboard;

/// <summary>What the desk is measured by, and the rows behind each number.</summary>
internal static class DashboardPages
{
    public static PageRoute[] Routes { get; } =
    [
        PageRoute.Get("/dashboard", PageRoute.Staff, ShowAsync),
        PageRoute.Get("/dashboard/{metric}", PageRoute.Staff, RowsAsync),
    ];

    private static async Task<PageAnswer> ShowAsync(PageRequest request)
    {
        var range = DashboardRange.Of(request.Frame, request.Query("range"), request.Query("from"), request.Query("to"));
        var answer = await request.Get<Metrics.Dashboard>().GetAsync(
            request.Caller,
            new GetDashboardRequest { StartTime = Timestamp.FromDateTimeOffset(range.Start), EndTime = Timestamp.FromDateTimeOffset(range.End), TimeZone = request.Frame.Zone.Id },
            request.Aborted).ConfigureAwait(false);
        return PageAnswer.View<DashboardPage, DashboardModel>(
            request.Frame["nav.dashboard"], new DashboardView(request.Frame, range, answer).Model(), range.Problem.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<PageAnswer> RowsAsync(PageRequest request)
    {
        var metric = MetricCatalog.Find(request.Route("metric")) ?? throw DeskException.NotFound();
        var (start, end) = (TimeOf(request, "start"), TimeOf(request, "end"));
        var asked = new ListMetricRowsRequest { Name = metric.Name, StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(end), PageToken = request.Query("page") };
        var labels = request.Http.Request.Query["label"].Select(label => label ?? "").ToList();
        asked.Labels.AddRange(labels);
        var rows = await request.Get<MetricRows>().ListAsync(request.Caller, asked, request.Aborted).ConfigureAwait(false);
        var whole = await request.Get<Metrics.Dashboard>().NumberAsync(request.Caller, metric, new MetricPeriod(start, end), labels, request.Aborted).ConfigureAwait(false);
        var runs = await request.Get<ConversationRuns>().LatestAsync(request.Caller, rows.Rows.Where(row => row.RunId.Length == 0).Select(row => row.ConversationId), request.Aborted).ConfigureAwait(false);
        var model = new MetricRowsModel(
            DashboardView.FigureOf(whole, ""),
            [.. labels.Select(label => label.Split('=', 2)).Select(parts => DashboardWords.Of(request.Frame, parts[0], parts[1]))],
            start, end,
            [.. rows.Rows.Select(row => new MetricRowLine(row.Time.ToDateTimeOffset(), row.RunId.Length > 0 ? row.RunId : runs.GetValueOrDefault(row.ConversationId, ""), row.ConversationId, row.Value, row.Counted))],
            rows.NextPageToken,
            asked.PageToken.Length > 0,
            "/dashboard");
        return PageAnswer.View<MetricRowsPage, MetricRowsModel>(request.Frame["metric." + metric.Name], model);
    }

    private static DateTimeOffset TimeOf(PageRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : throw DeskException.Invalid(name, "is no time as 2026-01-31T09:00:00Z");
}
