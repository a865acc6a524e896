using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Pages.Shared.Charts;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Dashboard;

/// <summary>The answer of GetDashboard, as the page shows it.</summary>
internal sealed class DashboardView(PageFrame frame, DashboardRange range, GetDashboardResponse answer)
{
    private const string BudgetUse = "budget_use";
    private const int MostBars = 12;

    private static readonly string[] Headline = ["runs", "approved_share", "edited_share", "rejected_share", "decision_seconds_p50", "resolution_seconds_p50", "handoff_share", "injections_stopped"];
    private static readonly string[] ByMode = ["runs", "approved_share", "edited_share", "rejected_share"];

    private readonly ILookup<string, Metric> _metrics = answer.Metrics.ToLookup(metric => metric.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, Series> _series = answer.Series.ToDictionary(series => series.Name, StringComparer.Ordinal);

    public DashboardModel Model() => new(range, [.. Headline.Select(Whole)], [Decisions(), Automation(), Safety(), Time(), Tokens()], Budgets());

    public static Figure FigureOf(Metric metric, string link) => new(
        metric.Name, metric.Unit, metric.Value.HasValue ? metric.Value.Value : null, metric.Value.N, metric.Value.HasPreviousValue ? metric.Value.PreviousValue : null, link);

    private DashboardSection Decisions() => new(
        "decisions",
        Figures("approved_share", "edited_share", "rejected_share", "edit_distance_median"),
        [Line("shares", "share", "approved_share", "edited_share", "rejected_share")],
        [Bars("reject_reasons"), Bars("edit_distance_median")],
        [.. _metrics["runs"].Where(metric => metric.Labels.Count > 0).OrderBy(metric => metric.Labels["mode"] == "autopilot").ThenBy(metric => metric.Labels["level"], StringComparer.Ordinal).Select(Mode)]);

    private DashboardSection Automation() => new(
        "automation", Figures("runs", "autopilot_share", "handoff_share", "handoffs"),
        [Line("runs", "count", "runs"), Line("automation", "share", "autopilot_share", "handoff_share")], [Bars("intent_share"), Bars("handoffs")]);

    private DashboardSection Safety() => new(
        "safety", Figures("injections_stopped", "blocked_tools", "strikes", "failed_sends"), [Line("injections", "count", "injections_stopped")], [Bars("blocked_tools")]);

    private DashboardSection Time() => new(
        "time",
        Figures("decision_seconds_p50", "decision_seconds_p95", "resolution_seconds_p50", "resolution_seconds_p95", "escalation_seconds_p50", "escalation_seconds_p95"),
        [Line("decision", "seconds", "decision_seconds_p50")],
        []);

    private DashboardSection Tokens() => new("tokens", Figures("tokens"), [], [Bars("tokens")]);

    private ChartBar[]? Budgets() => _metrics[BudgetUse].Any(metric => metric.Labels.Count == 0) ? null :
    [
        .. _metrics[BudgetUse].Select(metric => new ChartBar(
            string.Join(" · ", new[] { metric.Labels["budget"], metric.Labels.GetValueOrDefault("descriptor", "") }.Where(part => part.Length > 0)), metric.Value.Value, null, "/budgets")),
    ];

    private ModeRow Mode(Metric runs)
    {
        var (mode, level) = (runs.Labels["mode"], runs.Labels["level"]);
        return new ModeRow(mode, level, [.. ByMode.Select(name => _metrics[name].FirstOrDefault(metric => metric.Labels.GetValueOrDefault("mode") == mode && metric.Labels.GetValueOrDefault("level") == level)
            is { } found ? FigureOf(found, Link(found)) : new Figure(name, name == "runs" ? "count" : "share", null, 0, null, ""))]);
    }

    private IReadOnlyList<Figure> Figures(params string[] names) => [.. names.Select(Whole)];

    private Figure Whole(string name)
    {
        var metric = _metrics[name].First(metric => metric.Labels.Count == 0);
        return FigureOf(metric, Link(metric));
    }

    private BarChartModel Bars(string name)
    {
        var split = _metrics[name].Where(metric => metric.Labels.Count > 0).ToList();
        return new BarChartModel(
            "bars-" + name.Replace('_', '-'),
            frame["bars." + name],
            split.FirstOrDefault()?.Unit ?? "count",
            [.. split.OrderByDescending(metric => metric.Value.Value).Take(MostBars).Select(metric => new ChartBar(
                string.Join(" · ", MetricLabels.Of(name).Where(metric.Labels.ContainsKey).Select(label => DashboardWords.Of(frame, label, metric.Labels[label]))),
                metric.Value.HasValue ? metric.Value.Value : null,
                metric.Value.HasPreviousValue ? metric.Value.PreviousValue : null,
                Link(metric)))]);
    }

    private LineChartModel Line(string id, string unit, params string[] names)
    {
        var points = _series[names[0]].Points;
        var isHourly = points.Count > 1 && points[1].StartTime.ToDateTimeOffset() - points[0].StartTime.ToDateTimeOffset() < TimeSpan.FromHours(12);
        return new LineChartModel(
            "line-" + id, frame["line." + id], unit,
            [.. points.Select(point => TimeOf(point.StartTime.ToDateTimeOffset(), isHourly))],
            [.. names.Select(name => new ChartSeries(frame["metric." + name], [.. _series[name].Points.Select(point => point.HasValue ? point.Value : (double?)null)]))]);
    }

    private ChartTime TimeOf(DateTimeOffset start, bool isHourly)
    {
        var local = frame.Local(start);
        return isHourly ? new ChartTime(local.ToString("g", frame.Culture), local.ToString("t", frame.Culture)) : new ChartTime(local.ToString("d", frame.Culture), local.ToString(DayMonth(), frame.Culture));
    }

    /// <summary>Day and month as the culture's short date has them, without the year.</summary>
    private string DayMonth()
    {
        var pattern = frame.Culture.DateTimeFormat.ShortDatePattern;
        return pattern.IndexOf('M', StringComparison.Ordinal) < pattern.IndexOf('d', StringComparison.Ordinal) ? "M/d" : pattern.Contains('.', StringComparison.Ordinal) ? "d.M." : pattern.Contains('-', StringComparison.Ordinal) ? "d-M" : "d/M";
    }

    private string Link(Metric metric) => MetricLabels.Link(metric.Name, metric.Labels, range.Start, range.End);
}
