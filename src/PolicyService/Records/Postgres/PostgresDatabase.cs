using AiDesk.Postgres;
using Npgsql;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>The database of records: connections, each in the role that it is opened for, and the migrations before the first of them.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isReady;

    /// <param name="connectionString">As Npgsql takes it; throws <see cref="ArgumentException"/> when it is none.</param>
    public PostgresDatabase(string connectionString)
    {
        var settings = Settings(connectionString);
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>The login may apply migrations, or finds them applied. Throws as <see cref="OpenAsync"/>.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isReady)
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await Migrator.ApplyAsync(connection, RecordMigrations.All, cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// A connection that may do what its role may. Throws <see cref="NpgsqlException"/> when the server does not answer, <see cref="MigrationException"/>
    /// when the database is not ours to write to.
    /// </summary>
    public async Task<NpgsqlConnection> OpenAsync(PostgresRole role, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Set for the session; the pool resets it when the connection comes back.
            await using var command = new NpgsqlCommand("SET ROLE " + NameOf(role), connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Null when it can be used; else what is wrong with it. Nothing is opened.</summary>
    public static string? ProblemOf(string connectionString)
    {
        try
        {
            return Settings(connectionString).Host is { Length: > 0 } ? null : "names no Host";
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // The message may quote the text, and that holds a password.
            return "is no connection string of Npgsql, as Host=…;Port=…;Database=…;Username=…";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        given.ApplicationName ??= "aidesk";

        // Nobody waits for this database but the writer, which tries again: a server that says nothing is left soon.
        if (!given.ContainsKey("Timeout"))
        {
            given.Timeout = 5;
        }

        return given;
    }

    private static string NameOf(PostgresRole role) => role switch
    {
        PostgresRole.Recorder => "aidesk_recorder",
        PostgresRole.App => "aidesk_app",
        _ => "aidesk_keeper",
    };
}

/// <summary>What a connection is for.</summary>
internal enum PostgresRole
{
    /// <summary>Inserts, and nothing else.</summary>
    Recorder,

    /// <summary>Reads one tenant's rows.</summary>
    App,

    /// <summary>Deletes.</summary>
    Keeper,
}
