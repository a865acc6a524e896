using AiDesk.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>
/// Records in PostgreSQL, by COPY and in the role that may only insert. Every record has its id, so that one which comes twice is stored once. A server that
/// is not there, or goes away, is an <see cref="IOException"/>: the records wait in the journal. A record that the server does not take is stored escaped.
/// </summary>
internal sealed class PostgresRecordSink(PostgresDatabase database, TimeProvider clock) : IRecordSink
{
    private const int MonthsAhead = 2;

    private readonly HashSet<DateOnly> _months = [];
    private NpgsqlConnection? _connection;
    private DateOnly _ahead;

    /// <summary>Records that PostgreSQL did not take as they were, since the start.</summary>
    public long Escaped { get; private set; }

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var rows = new List<RecordRow>(batch.Entries.Count);
        foreach (var entry in batch.Entries)
        {
            rows.Add(RecordRowReader.Read(entry.Id, batch.LineOf(entry)));
        }

        try
        {
            await StoreAsync(rows, cancellationToken).ConfigureAwait(false);
            Escaped += rows.Count(row => row.IsEscaped);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await AbandonAsync().ConfigureAwait(false);
            throw fault as IOException ?? new IOException("PostgreSQL: " + fault.Message, fault);
        }
    }

    /// <summary>None: the tables know what they have.</summary>
    public ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>());

    public async ValueTask DisposeAsync() => await AbandonAsync().ConfigureAwait(false);

    private async Task StoreAsync(IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            var connection = _connection ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            await EnsureMonthsAsync(connection, rows, cancellationToken).ConfigureAwait(false);
            await RecordCopy.StoreAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfTheData(fault) && rows.Any(row => row.Json is not null))
        {
            // One of them is not taken: halves find it, and it is stored in the form that always is.
            await AbandonAsync().ConfigureAwait(false);
            if (rows.Count == 1)
            {
                Escaped++;
                await StoreAsync([rows[0].Escaped()], cancellationToken).ConfigureAwait(false);
                return;
            }

            var half = rows.Count / 2;
            await StoreAsync([.. rows.Take(half)], cancellationToken).ConfigureAwait(false);
            await StoreAsync([.. rows.Skip(half)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(PostgresRole.Recorder, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var staging = new NpgsqlCommand(RecordCopy.Staging, connection);
            await staging.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The months that these rows need, and once a day those that will be needed next.</summary>
    private async Task EnsureMonthsAsync(NpgsqlConnection connection, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var needed = new HashSet<DateOnly>();
        foreach (var row in rows)
        {
            needed.Add(MonthOf(DateOnly.FromDateTime(row.At)));
        }

        if (today != _ahead)
        {
            for (var month = 0; month <= MonthsAhead; month++)
            {
                needed.Add(MonthOf(today).AddMonths(month));
            }
        }

        foreach (var month in needed.Where(month => !_months.Contains(month)).Order())
        {
            await using var command = new NpgsqlCommand("SELECT aidesk.ensure_month($1)", connection) { Parameters = { new() { Value = month, NpgsqlDbType = NpgsqlDbType.Date } } };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            _months.Add(month);
        }

        _ahead = today;
    }

    private async Task AbandonAsync()
    {
        _months.Clear();
        _ahead = default;
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>What another attempt with the same rows would end in again: data exceptions, constraints, limits of the program, and what the driver refuses to write.</summary>
    private static bool IsOfTheData(Exception fault) => fault switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal),
        NpgsqlException or IOException or TimeoutException or OperationCanceledException or MigrationException => false,
        ArgumentException or FormatException or InvalidCastException or OverflowException => true,
        _ => false,
    };
}
