using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Metrics;

/// <summary>GetDashboard: every metric of the catalog, counted in SQL in one transaction, so that all numbers are of one moment.</summary>
internal sealed class Dashboard(DeskDatabase database, BudgetUse budgets)
{

    public async Task<GetDashboardResponse> GetAsync(DeskCaller caller, GetDashboardRequest request, CancellationToken cancellationToken)
    {
        var period = MetricPeriod.Of(request.StartTime, request.EndTime);
        var response = new GetDashboardResponse();
        await using (var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false))
        {
            response.TimeZone = await ZoneAsync(work, request.TimeZone, cancellationToken).ConfigureAwait(false);
            foreach (var metric in MetricCatalog.All)
            {
                response.Metrics.AddRange(await NumbersAsync(work, metric, period, cancellationToken).ConfigureAwait(false));
                if (metric.HasSeries)
                {
                    response.Series.Add(await SeriesAsync(work, metric, period, response.TimeZone, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        response.Metrics.AddRange(await budgets.ReadAsync(caller, cancellationToken).ConfigureAwait(false));
        return response;
    }

    /// <summary>The caller's, else the desk's. Throws FIELD_INVALID for one that the database does not know.</summary>
    private static async Task<string> ZoneAsync(TenantWork work, string asked, CancellationToken cancellationToken)
    {
        var zone = asked.Length > 0
            ? asked
            : await work.Connection.ExecuteScalarAsync<string?>(new CommandDefinition(
                "SELECT time_zone FROM desk.settings WHERE tenant_id = @tenant", new { tenant = work.Tenant }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false) ?? "UTC";
        var isKnown = await work.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = @zone)", new { zone }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return isKnown ? zone : throw DeskException.Invalid("time_zone", $"'{zone}' is no zone such as Europe/Madrid");
    }

    private static async Task<IEnumerable<Metric>> NumbersAsync(TenantWork work, MetricDefinition metric, MetricPeriod period, CancellationToken cancellationToken)
    {
        var rows = await work.Connection.QueryAsync<NumberRow>(new CommandDefinition(
            MetricSql.Numbers(metric), new { tenant = work.Tenant, start = period.Start, end = period.End, previous = period.Previous }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var found = new Dictionary<string, Metric>(StringComparer.Ordinal);
        if (metric.How != MetricAggregate.Distribution)
        {
            // Also when nothing was counted: "no data" is an answer.
            found[""] = New(metric, [], period);
        }

        foreach (var row in rows)
        {
            var labels = row.IsWhole ? [] : row.Labels[..metric.Labels.Length];
            var key = string.Join('\n', labels);
            if (!found.TryGetValue(key, out var made))
            {
                found[key] = made = New(metric, labels, period);
            }

            Set(made.Value, row);
        }

        return found.Values;
    }

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

    private static void Set(MetricValue value, NumberRow row)
    {
        if (row.IsCurrent)
        {
            value.N = row.N;
            if (row.Value is { } number)
            {
                value.Value = number;
            }
        }
        else
        {
            value.PreviousN = row.N;
            if (row.Value is { } number)
            {
                value.PreviousValue = number;
            }
        }
    }

    private static async Task<Series> SeriesAsync(TenantWork work, MetricDefinition metric, MetricPeriod period, string zone, CancellationToken cancellationToken)
    {
        var points = await work.Connection.QueryAsync<(DateTime Bucket, double? Value)>(new CommandDefinition(
            MetricSql.Series(metric, period.Step), new { tenant = work.Tenant, start = period.Start, end = period.End, zone }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var series = new Series { Name = metric.Name };
        foreach (var (bucket, value) in points)
        {
            var point = new SeriesPoint { StartTime = Timestamp.FromDateTime(DateTime.SpecifyKind(bucket, DateTimeKind.Utc)) };
            if (value is { } number)
            {
                point.Value = number;
            }

            series.Points.Add(point);
        }

        return series;
    }

    /// <summary>One row of <see cref="MetricSql.Numbers"/>.</summary>
    private sealed record NumberRow(bool IsCurrent, bool IsWhole, string? L0, string? L1, string? L2, string? L3, long N, double? Value)
    {
        public string[] Labels => [L0 ?? "", L1 ?? "", L2 ?? "", L3 ?? ""];
    }
}
