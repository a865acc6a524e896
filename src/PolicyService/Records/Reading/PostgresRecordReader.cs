using System.Globalization;
using System.Text;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Postgres;
using Npgsql;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>Reads from PostgreSQL, in the role that sees one tenant's rows. Newest first by the time in the id, then by the id.</summary>
internal sealed class PostgresRecordReader(PostgresDatabase database) : IRecordReader
{
    public async ValueTask<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var token = query.ReadToken();
        var after = token is { } place && Guid.TryParseExact(place.Second, "N", out var id) ? (Time: DateTimeOffset.FromUnixTimeMilliseconds(place.First), Id: id)
            : token is null ? default((DateTimeOffset Time, Guid Id)?)
            : throw new InvalidPageTokenException();
        try
        {
            return await ReadAsync(query, after, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NpgsqlException or MigrationException)
        {
            throw new IOException("PostgreSQL: " + fault.Message, fault);
        }
    }

    private async Task<RecordPage> ReadAsync(RecordQuery query, (DateTimeOffset Time, Guid Id)? after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(PostgresRole.App, cancellationToken).ConfigureAwait(false);
        await TenantScope.SetAsync(connection, query.Tenant, cancellationToken).ConfigureAwait(false);
        await using var command = RecordSelect.Of(query, after);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<FoundRecord>();
        while (found.Count < query.Count && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var time = new DateTimeOffset(reader.GetDateTime(1));
            found.Add(new FoundRecord(reader.GetGuid(0), time, StoredLine.Of(reader)));
        }

        var hasMore = found.Count == query.Count && await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new RecordPage(found, hasMore ? query.TokenFor(found[^1].Time.ToUnixTimeMilliseconds(), found[^1].Id.ToString("N", CultureInfo.InvariantCulture)) : "");
    }

    /// <summary>Puts a stored line together again.</summary>
    private static class StoredLine
    {
        public static byte[] Of(NpgsqlDataReader row)
        {
            if (!row.IsDBNull(5))
            {
                return row.GetFieldValue<byte[]>(5);
            }

            var line = new StringBuilder(row.GetString(2));
            if (!row.IsDBNull(3))
            {
                line.Length--;
                line.Append(",\"text\":\"").Append(System.Text.Json.JsonEncodedText.Encode(row.GetFieldValue<byte[]>(3), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append("\"}");
            }

            if (!row.IsDBNull(4))
            {
                line.Length--;
                line.Append(",\"arguments\":").Append(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(4))).Append('}');
            }

            return Encoding.UTF8.GetBytes(line.ToString());
        }
    }
}
