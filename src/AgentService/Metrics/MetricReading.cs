using AiDesk.Agent.Storage;
using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Agent.Metrics;

/// <summary>Groups of the sources that were asked for, and the buckets of the series, in one round trip.</summary>
/// <param name="Buckets">Beginnings, in order.</param>
/// <param name="ByLabels">Groups of each source that has labels.</param>
/// <param name="ByTime">Groups of each source that is counted by time.</param>
internal sealed record MetricReading(IReadOnlyList<DateTime> Buckets, IReadOnlyDictionary<MetricSource, List<MetricGroup>> ByLabels, IReadOnlyDictionary<MetricSource, List<MetricGroup>> ByTime)
{
    /// <summary>PostgreSQL's word for a zone that it does not know.</summary>
    public const string UnknownZone = PostgresErrorCodes.InvalidParameterValue;

    private const int FixedColumns = 4;

    /// <summary>Throws <see cref="PostgresException"/> with <see cref="UnknownZone"/>.</summary>
    public static async Task<MetricReading> ReadAsync(TenantWork work, MetricPeriod period, string zone, IReadOnlyList<MetricSource> sources, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        var parts = new List<(MetricSource Source, bool ByLabels)>();

        // Groups are few: gathered in a table by hash, and never by sorting every row. Both end with the transaction.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL work_mem = '32MB'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL enable_sort = off"));
        batch.BatchCommands.Add(Command(MetricSql.Buckets(period.Step), work.Tenant, period, zone));
        foreach (var source in sources)
        {
            if (source.Labels.Count > 0)
            {
                batch.BatchCommands.Add(Command(source.ByLabels, work.Tenant, period, zone));
                parts.Add((source, true));
            }

            if (source.IsCountedByTime)
            {
                batch.BatchCommands.Add(Command(source.ByTime(period.Step), work.Tenant, period, zone));
                parts.Add((source, false));
            }
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var buckets = new List<DateTime>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            buckets.Add(reader.GetDateTime(0));
        }

        var reading = new MetricReading(buckets, new Dictionary<MetricSource, List<MetricGroup>>(), new Dictionary<MetricSource, List<MetricGroup>>());
        foreach (var (source, byLabels) in parts)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            ((Dictionary<MetricSource, List<MetricGroup>>)(byLabels ? reading.ByLabels : reading.ByTime))[source] = await GroupsAsync(reader, source, byLabels, cancellationToken).ConfigureAwait(false);
        }

        return reading;
    }

    private static async Task<List<MetricGroup>> GroupsAsync(NpgsqlDataReader reader, MetricSource source, bool byLabels, CancellationToken cancellationToken)
    {
        var labels = byLabels ? source.Labels.Count : 0;
        var values = source.Percentiles(byLabels).Count();
        var groups = new List<MetricGroup>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var firstValue = FixedColumns + (byLabels ? labels : 1);
            groups.Add(new MetricGroup(
                reader.GetBoolean(0),
                reader.GetInt64(1),
                reader.GetInt64(2),
                reader.IsDBNull(3) ? 0 : reader.GetDouble(3),
                [.. Enumerable.Range(FixedColumns, labels).Select(reader.GetString)],
                byLabels || reader.IsDBNull(FixedColumns) ? null : reader.GetDateTime(FixedColumns),
                [.. Enumerable.Range(firstValue, values).Select(place => reader.IsDBNull(place) ? [] : reader.GetFieldValue<double[]>(place))]));
        }

        return groups;
    }

    private static NpgsqlBatchCommand Command(string sql, string tenant, MetricPeriod period, string zone)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string>("tenant", NpgsqlDbType.Text) { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<DateTime>("start", NpgsqlDbType.TimestampTz) { TypedValue = period.Start.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime>("end", NpgsqlDbType.TimestampTz) { TypedValue = period.End.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime>("previous", NpgsqlDbType.TimestampTz) { TypedValue = period.Previous.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string>("zone", NpgsqlDbType.Text) { TypedValue = zone });
        return command;
    }
}
