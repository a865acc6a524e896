using AiDesk.Postgres;
using Npgsql;

namespace AiDesk.Agent.Storage;

/// <summary>The desk's database: units of work in the name of one tenant, and connections of the worker, who sees of every tenant only what is due.</summary>
internal sealed class DeskDatabase : IAsyncDisposable
{
    private const int AnalyzeSeconds = 300;

    private readonly NpgsqlDataSource _source;

    /// <summary>Columns are named as SQL names them, and read into names as C# has them.</summary>
    static DeskDatabase() => Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <param name="connectionString">As Npgsql takes it; throws <see cref="ArgumentException"/> when it is none.</param>
    public DeskDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "aidesk-desk";
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Applies what is missing; answers how many migrations.</summary>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await Migrator.ApplyAsync(connection, DeskMigrations.All, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts anew what the planner goes by, after much was written at once. Tables that are somebody else's are passed over. Throws <see cref="NpgsqlException"/>.</summary>
    public async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SET client_min_messages = error; ANALYZE", connection) { CommandTimeout = AnalyzeSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A transaction that sees one tenant's rows. Nothing stays unless <see cref="TenantWork.CommitAsync"/>. Throws <see cref="NpgsqlException"/>.</summary>
    public async Task<TenantWork> BeginAsync(string tenant, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

            // One round trip with BEGIN. Both end with the transaction, so that the pool hands on nothing.
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("SET LOCAL ROLE aidesk_desk_app"),
                    new NpgsqlBatchCommand("SELECT set_config('app.tenant_id', $1, true)") { Parameters = { new() { Value = tenant } } },
                },
            };
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new TenantWork(tenant, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A connection of <c>aidesk_desk_worker</c>: which rows of runs and outbox are due, of every tenant. Throws <see cref="NpgsqlException"/>.</summary>
    public Task<NpgsqlConnection> OpenWorkerAsync(CancellationToken cancellationToken) => OpenAsync("aidesk_desk_worker", cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<NpgsqlConnection> OpenAsync(string role, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // For the session; the pool resets it when the connection comes back.
            await using var command = new NpgsqlCommand("SET ROLE " + role, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
