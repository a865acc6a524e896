using Npgsql;

namespace AiDesk.Postgres;

/// <summary>
/// Applies what is missing, in order, each in a transaction, under an advisory lock: replicas that start together apply it once. A file that is applied and
/// has changed since is an error. A login that may not create anything is enough where nothing is missing.
/// </summary>
internal static class Migrator
{
    private const string Lock = "SELECT pg_advisory_lock(4991013, 1)";
    private const string Unlock = "SELECT pg_advisory_unlock(4991013, 1)";

    /// <summary>Answers how many were applied. Throws <see cref="MigrationException"/> when one has changed, <see cref="NpgsqlException"/> when the database does not let it.</summary>
    public static async Task<int> ApplyAsync(NpgsqlConnection connection, MigrationSet migrations, CancellationToken cancellationToken)
    {
        if (await MissingAsync(connection, migrations, cancellationToken).ConfigureAwait(false) is { Count: 0 })
        {
            return 0;
        }

        await RunAsync(connection, Lock, cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(connection, Table(migrations.Schema), cancellationToken).ConfigureAwait(false);
            var missing = await MissingAsync(connection, migrations, cancellationToken).ConfigureAwait(false);
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migrations.Schema, migration, cancellationToken).ConfigureAwait(false);
            }

            return missing.Count;
        }
        finally
        {
            // A connection that is broken has lost its lock anyway.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await RunAsync(connection, Unlock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string schema, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, migration.Text, cancellationToken).ConfigureAwait(false);
        await using var note = new NpgsqlCommand($"INSERT INTO {schema}.migrations (number, name, checksum) VALUES ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<Migration>> MissingAsync(NpgsqlConnection connection, MigrationSet migrations, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<int, string>();
        await using (var exists = new NpgsqlCommand($"SELECT to_regclass('{migrations.Schema}.migrations') IS NOT NULL", connection))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            {
                return [.. migrations.Migrations];
            }
        }

        await using var command = new NpgsqlCommand($"SELECT number, checksum FROM {migrations.Schema}.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        }

        foreach (var migration in migrations.Migrations)
        {
            if (applied.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum)
            {
                throw new MigrationException($"migration {migration.Name} was applied to the database in another form: a migration is never changed, a new one follows it");
            }
        }

        return [.. migrations.Migrations.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    private static string Table(string schema) => $"""
        CREATE SCHEMA IF NOT EXISTS {schema};
        CREATE TABLE IF NOT EXISTS {schema}.migrations (
          number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
        """;

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
