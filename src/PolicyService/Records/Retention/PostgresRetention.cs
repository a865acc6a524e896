using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Policy.Service.Records.Retention;

/// <summary>Deletes in PostgreSQL, in the role that may.</summary>
internal sealed class PostgresRetention(PostgresDatabase database) : IRecordRetention
{
    public async ValueTask<long> DeleteAsync(string tenant, DateTimeOffset before, CancellationToken cancellationToken) =>
        await RunAsync("SELECT aidesk.delete_records($1, $2)", [new() { Value = tenant }, MomentOf(before)], cancellationToken).ConfigureAwait(false) is long deleted ? deleted : 0;

    // The greatest moment is PostgreSQL's infinity.
    private static NpgsqlParameter MomentOf(DateTimeOffset moment) => new()
    {
        Value = moment == DateTimeOffset.MaxValue ? DateTime.MaxValue : moment.UtcDateTime,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };

    private async Task<object?> RunAsync(string text, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(PostgresRole.Keeper, cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(text, connection);
            command.Parameters.AddRange(parameters);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NpgsqlException or MigrationException)
        {
            throw new IOException("PostgreSQL: " + fault.Message, fault);
        }
    }
}
