using System.Globalization;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Metrics;

/// <summary>ListMetricRows: what stands behind a number of the dashboard.</summary>
internal sealed class MetricRows(DeskDatabase database, DeskPages pages)
{
    private const string Call = "ListMetricRows";
    private const int LabelLimit = 4;

    public async Task<ListMetricRowsResponse> ListAsync(DeskCaller caller, ListMetricRowsRequest request, CancellationToken cancellationToken)
    {
        var period = MetricPeriod.Of(request.StartTime, request.EndTime);
        var metric = MetricCatalog.Find(request.Name) ?? throw DeskException.Invalid("name", $"'{request.Name}' is no metric");
        var labels = Labels(metric, request);
        var size = DeskPages.SizeOf(request.PageSize);
        var (before, beforeId) = Place(pages.Read(caller.Tenant, Call, request.PageToken), period);
        var parameters = new DynamicParameters(new { tenant = caller.Tenant, start = period.Start, end = period.End, before, beforeId, limit = size + 1 });
        for (var place = 0; place < labels.Count; place++)
        {
            parameters.Add("label" + place.ToString(CultureInfo.InvariantCulture), labels[place].Value);
        }

        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = (await work.Connection.QueryAsync<Row>(new CommandDefinition(
            MetricSql.Rows(metric, labels.Select(label => label.Name)), parameters, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false)).ToList();
        var response = new ListMetricRowsResponse();
        response.Rows.AddRange(rows.Take(size).Select(row => row.ToWire()));
        if (rows.Count > size)
        {
            response.NextPageToken = pages.Create(caller.Tenant, Call, rows[size - 1].Place);
        }

        return response;
    }

    private static List<(string Name, string Value)> Labels(MetricDefinition metric, ListMetricRowsRequest request)
    {
        if (request.Labels.Count > LabelLimit)
        {
            throw DeskException.Invalid("labels", "are more than 4");
        }

        var labels = new List<(string, string)>();
        foreach (var label in request.Labels)
        {
            var equals = label.IndexOf('=', StringComparison.Ordinal);
            var name = metric.Labels.FirstOrDefault(known => equals == known.Length && label.StartsWith(known, StringComparison.Ordinal));
            labels.Add((name ?? throw DeskException.Invalid("labels", $"'{label}' names no label of {metric.Name}"), label[(equals + 1)..]));
        }

        return labels;
    }

    private static (DateTimeOffset At, Guid Id) Place(string place, MetricPeriod period) => place.Split('/') is [var ticks, var id]
        ? (new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.Parse(id))
        : (period.End, Guid.AllBitsSet);

    private sealed record Row(Guid? RunId, Guid ConversationId, Guid? DecisionId, DateTime At, double Value, bool Counted, Guid Id)
    {
        public string Place => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}/{Id}");

        public MetricRow ToWire() => new()
        {
            RunId = RunId?.ToString() ?? "",
            ConversationId = ConversationId.ToString(),
            DecisionId = DecisionId?.ToString() ?? "",
            Time = Timestamp.FromDateTime(DateTime.SpecifyKind(At, DateTimeKind.Utc)),
            Value = Value,
            Counted = Counted,
        };
    }
}
