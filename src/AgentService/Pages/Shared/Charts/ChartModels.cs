namespace AiDesk.Agent.Pages.Shared.Charts;

/// <param name="Id">Unique in the page.</param>
/// <param name="Title">What is drawn.</param>
/// <param name="Unit">share, count, seconds, characters or tokens.</param>
/// <param name="Times">In order.</param>
/// <param name="Series">One to three, each with a value or none for every time.</param>
public sealed record LineChartModel(string Id, string Title, string Unit, IReadOnlyList<ChartTime> Times, IReadOnlyList<ChartSeries> Series)
{
    public bool HasData => Series.Any(series => series.Values.Any(value => value is not null));
}

/// <param name="Name">Of the line.</param>
/// <param name="Values">Null where there is no data: the line has a gap there.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);

/// <param name="Label">As the readout and the table say it.</param>
/// <param name="Short">As the axis says it.</param>
public sealed record ChartTime(string Label, string Short);

/// <param name="Id">Unique in the page.</param>
/// <param name="Title">What is drawn.</param>
/// <param name="Unit">As in <see cref="LineChartModel"/>.</param>
/// <param name="Bars">Longest first.</param>
public sealed record BarChartModel(string Id, string Title, string Unit, IReadOnlyList<ChartBar> Bars);

/// <param name="Label">What is counted.</param>
/// <param name="Value">Null: no data.</param>
/// <param name="Previous">Of the period before; null: no data.</param>
/// <param name="Link">To the rows behind it; may be empty.</param>
public sealed record ChartBar(string Label, double? Value, double? Previous, string Link);
