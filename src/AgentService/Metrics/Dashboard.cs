using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace AiDesk.Agent.Metrics;

/// <summary>GetDashboard: every metric of the catalog, counted in SQL in one transaction, so that all numbers are of one moment.</summary>
internal sealed class Dashboard(DeskDatabase database, BudgetUse budgets)
{
    /// <summary>Labels of one metric.</summary>
    private const int LabelLimit = 500;

    public async Task<GetDashboardResponse> GetAsync(DeskCaller caller, GetDashboardRequest request, CancellationToken cancellationToken)
    {
        var period = MetricPeriod.Of(request.StartTime, request.EndTime);
        var response = new GetDashboardResponse();
        var use = budgets.ReadAsync(caller, cancellationToken);
        var reading = await ReadAsync(caller, request.TimeZone, period, response, cancellationToken).ConfigureAwait(false);
        var sources = MetricSource.All.SelectMany(source => source.Metrics.Select(metric => (metric, source))).ToDictionary(pair => pair.metric, pair => pair.source);
        foreach (var metric in MetricCatalog.All)
        {
            response.Metrics.AddRange(Numbers(reading, sources[metric], metric, period));
            if (metric.HasSeries)
            {
                response.Series.Add(SeriesOf(reading, sources[metric], metric));
            }
        }

        response.Metrics.AddRange(await use.ConfigureAwait(false));
        return response;
    }

    /// <summary>One number: of the whole, or of the rows with those labels.</summary>
    /// <param name="caller">Whose desk.</param>
    /// <param name="metric">Of the catalog.</param>
    /// <param name="period">And the one before it.</param>
    /// <param name="labels">As "mode=copilot", each of a label that the metric has.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<Metric> NumberAsync(DeskCaller caller, MetricDefinition metric, MetricPeriod period, IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var source = MetricSource.All.Single(source => source.Metrics.Contains(metric));
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var reading = await MetricReading.ReadAsync(work, period, "UTC", [source], cancellationToken).ConfigureAwait(false);
        var isByLabels = metric.Labels.Length > 0;
        var all = (isByLabels ? reading.ByLabels : reading.ByTime)[source];
        var wanted = labels.Select(label => label.Split('=', 2)).Select(parts => (Place: source.Labels.TakeWhile(known => known != parts[0]).Count(), Value: parts[1])).ToList();
        return Number(source, metric, [], all.Where(group => wanted.All(label => group.Labels[label.Place] == label.Value)), period, isByLabels, all);
    }

    /// <summary>In the caller's zone, else the desk's. Throws FIELD_INVALID for one that the database does not know.</summary>
    private async Task<MetricReading> ReadAsync(DeskCaller caller, string zone, MetricPeriod period, GetDashboardResponse response, CancellationToken cancellationToken)
    {
        if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            throw UnknownZone(zone);
        }

        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        response.TimeZone = zone.Length > 0 ? zone : await work.FirstAsync<string>("SELECT time_zone FROM desk.settings WHERE tenant_id = @tenant", null, cancellationToken).ConfigureAwait(false) ?? "UTC";
        try
        {
            return await MetricReading.ReadAsync(work, period, response.TimeZone, MetricSource.All, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException fault) when (fault.SqlState == MetricReading.UnknownZone)
        {
            throw UnknownZone(response.TimeZone);
        }
    }

    private static DeskException UnknownZone(string zone) => DeskException.Invalid("time_zone", $"'{zone}' is no zone such as Europe/Madrid");

    private static IEnumerable<Metric> Numbers(MetricReading reading, MetricSource source, MetricDefinition metric, MetricPeriod period)
    {
        // Also when nothing was counted: "no data" is an answer.
        if (metric.How != MetricAggregate.Distribution)
        {
            var isByLabels = metric.Labels.Length > 0;
            yield return Number(source, metric, [], (isByLabels ? reading.ByLabels : reading.ByTime)[source], period, isByLabels);
        }

        if (metric.Labels.Length == 0)
        {
            yield break;
        }

        var places = metric.Labels.Select(label => source.Labels.TakeWhile(known => known != label).Count()).ToArray();
        var groups = reading.ByLabels[source];
        var found = groups
            .Where(group => source.Fits(group.Flags, metric.Of))
            .GroupBy(group => string.Join('\n', places.Select(place => group.Labels[place])), StringComparer.Ordinal)
            .OrderByDescending(alike => alike.Where(group => group.IsCurrent).Sum(group => group.N)).ThenBy(alike => alike.Key, StringComparer.Ordinal)
            .Take(LabelLimit);
        foreach (var alike in found)
        {
            yield return Number(source, metric, [.. places.Select(place => alike.First().Labels[place])], alike, period, isByLabels: true, groups);
        }
    }

    private static Metric Number(
        MetricSource source, MetricDefinition metric, IReadOnlyList<string> labels, IEnumerable<MetricGroup> groups, MetricPeriod period, bool isByLabels, IReadOnlyList<MetricGroup>? all = null)
    {
        var made = New(metric, labels, period);
        var place = PlaceOf(source, metric, isByLabels);
        foreach (var side in groups.ToLookup(group => group.IsCurrent))
        {
            var whole = all?.Where(group => group.IsCurrent == side.Key).Sum(group => group.N) ?? 0;
            Set(made.Value, side.Key, MetricNumber.Of(source, metric, side, whole, place));
        }

        return made;
    }

    private static int PlaceOf(MetricSource source, MetricDefinition metric, bool isByLabels) =>
        source.Percentiles(isByLabels).TakeWhile(known => (known.Of, known.Value) != (metric.Of, metric.Value)).Count();

    private static Metric New(MetricDefinition metric, IReadOnlyList<string> labels, MetricPeriod period)
    {
        var made = new Metric { Name = metric.Name, Unit = metric.Unit, Value = new MetricValue() };
        var rows = $"/api/metrics/{metric.Name}/rows?start_time={period.Start.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}&end_time={period.End.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}";
        for (var place = 0; place < labels.Count; place++)
        {
            made.Labels[metric.Labels[place]] = labels[place];
            rows += "&labels=" + Uri.EscapeDataString($"{metric.Labels[place]}={labels[place]}");
        }

        made.Rows = rows;
        return made;
    }

    private static void Set(MetricValue value, bool isCurrent, MetricNumber number)
    {
        if (isCurrent)
        {
            value.N = number.N;
            if (number.Value is { } counted)
            {
                value.Value = counted;
            }
        }
        else
        {
            value.PreviousN = number.N;
            if (number.Value is { } counted)
            {
                value.PreviousValue = counted;
            }
        }
    }

    private static Series SeriesOf(MetricReading reading, MetricSource source, MetricDefinition metric)
    {
        var groups = reading.ByTime[source].Where(group => group.IsCurrent).ToLookup(group => group.Bucket);
        var series = new Series { Name = metric.Name };
        foreach (var bucket in reading.Buckets)
        {
            var point = new SeriesPoint { StartTime = Timestamp.FromDateTime(DateTime.SpecifyKind(bucket, DateTimeKind.Utc)) };
            if (MetricNumber.Of(source, metric, groups[bucket], 0, PlaceOf(source, metric, isByLabels: false)).Value is { } counted)
            {
                point.Value = counted;
            }

            series.Points.Add(point);
        }

        return series;
    }
}
