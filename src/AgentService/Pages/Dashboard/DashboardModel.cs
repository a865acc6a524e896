using AiDesk.Agent.Pages.Shared.Charts;

namespace AiDesk.Agent.Pages.Dashboard;

/// <param name="Range">What was looked at.</param>
/// <param name="Headline">The figures that are asked for first.</param>
/// <param name="Sections">All of them.</param>
/// <param name="Budgets">How far budgets are used; empty when there are none, null when the policy service does not answer.</param>
public sealed record DashboardModel(DashboardRange Range, IReadOnlyList<Figure> Headline, IReadOnlyList<DashboardSection> Sections, IReadOnlyList<ChartBar>? Budgets);

/// <summary>One number, that of the period before, and the way to its rows.</summary>
/// <param name="Name">Of the metric, as in docs/desk-metrics.md.</param>
/// <param name="Unit">share, count, seconds, characters or tokens.</param>
/// <param name="Value">Null: no data.</param>
/// <param name="N">On how many rows it stands.</param>
/// <param name="Previous">Null: no data.</param>
/// <param name="Link">To its rows.</param>
public sealed record Figure(string Name, string Unit, double? Value, long N, double? Previous, string Link);

/// <param name="Name">decisions, automation, safety, time or tokens.</param>
/// <param name="Figures">Numbers of the whole.</param>
/// <param name="Lines">Over time.</param>
/// <param name="Bars">By what they are split by.</param>
/// <param name="Modes">Shares by mode and level; null where the section has none.</param>
public sealed record DashboardSection(string Name, IReadOnlyList<Figure> Figures, IReadOnlyList<LineChartModel> Lines, IReadOnlyList<BarChartModel> Bars, IReadOnlyList<ModeRow>? Modes = null);

/// <param name="Mode">copilot or autopilot.</param>
/// <param name="Level">Of autopilot.</param>
/// <param name="Figures">Runs, approved, edited, rejected, in this order.</param>
public sealed record ModeRow(string Mode, string Level, IReadOnlyList<Figure> Figures);

/// <param name="Figure">The number whose rows these are; null for one that the dashboard does not have any more.</param>
/// <param name="Labels">What it is split by, in words; empty for the whole.</param>
/// <param name="Start">Of the period.</param>
/// <param name="End">Of the period.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
/// <param name="Back">To the dashboard.</param>
public sealed record MetricRowsModel(Figure Figure, IReadOnlyList<string> Labels, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<MetricRowLine> Rows, string Next, bool IsLater, string Back)
{
    public bool IsShare => Figure.Unit == "share" && Figure.Name != "intent_share";
}

/// <param name="Time">When.</param>
/// <param name="RunId">The run; of a conversation as a whole its latest run; empty when it has none.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Value">What it adds, in the figure's unit.</param>
/// <param name="IsCounted">Of a share: it is in the part.</param>
public sealed record MetricRowLine(DateTimeOffset Time, string RunId, string ConversationId, double Value, bool IsCounted);
