using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Postgres.Harness;
using Npgsql;

namespace AiDesk.Policy.Service.RecordsTests.Storing;

/// <summary>Who may do what in the database.</summary>
[Collection(PostgresTests.Name)]
public sealed class AccessTests(PostgresFixture postgres)
{
    /// <summary>Role, whose rows, statement; how many rows it sees or touches, or that it may not.</summary>
    [Theory]
    [InlineData("aidesk_app", "acme", "SELECT count(*) FROM aidesk.decisions", "2")]
    [InlineData("aidesk_app", "globex", "SELECT count(*) FROM aidesk.decisions", "1")]
    [InlineData("aidesk_app", "globex", "SELECT count(*) FROM aidesk.decisions WHERE tenant_id = 'acme'", "0")]
    [InlineData("aidesk_app", "", "SELECT count(*) FROM aidesk.decisions", "0")]
    [InlineData("aidesk_app", "acme", "SELECT count(*) FROM aidesk.{partition}", "denied")]
    [InlineData("aidesk_app", "acme", "SELECT count(*) FROM aidesk.events", "1")]
    [InlineData("aidesk_app", "globex", "SELECT count(*) FROM aidesk.ledger", "0")]
    [InlineData("aidesk_app", "acme", "DELETE FROM aidesk.decisions", "denied")]
    [InlineData("aidesk_app", "acme", "UPDATE aidesk.decisions SET verdict = 'allow'", "denied")]
    [InlineData("aidesk_app", "acme", "INSERT INTO aidesk.events (tenant_id, recorded_at, record_id, type) VALUES ('acme', now(), gen_random_uuid(), 'x')", "denied")]
    [InlineData("aidesk_app", "acme", "SELECT aidesk.delete_records('acme', 'infinity')", "denied")]
    [InlineData("aidesk_recorder", "acme", "SELECT count(*) FROM aidesk.decisions", "denied")]
    [InlineData("aidesk_recorder", "acme", "DELETE FROM aidesk.decisions", "denied")]
    [InlineData("aidesk_recorder", "acme", "UPDATE aidesk.ledger SET cost = 0", "denied")]
    [InlineData("aidesk_recorder", "acme", "SELECT count(*) FROM aidesk.{partition}", "denied")]
    [InlineData("aidesk_recorder", "acme", "INSERT INTO aidesk.{partition} SELECT * FROM aidesk.{partition}", "denied")]
    [InlineData("aidesk_recorder", "acme", "DROP TABLE aidesk.decisions", "denied")]
    [InlineData("aidesk_recorder", "acme", "SELECT aidesk.drop_months_before('infinity')", "denied")]
    [InlineData("aidesk_keeper", "", "SELECT aidesk.delete_records('acme', 'infinity')", "4")]
    [InlineData("aidesk_keeper", "", "SELECT aidesk.delete_records('acme', '2000-01-01')", "0")]
    [InlineData("aidesk_keeper", "", "UPDATE aidesk.ledger SET cost = 0", "denied")]
    public async Task Role_Statement_SeesOrDoesNoMoreThanItMay(string role, string tenant, string statement, string expected)
    {
        var database = await FilledAsync();
        var month = FormattableString.Invariant($"decisions_{DateTime.UtcNow:yyyy_MM}");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await RunAsync(connection, $"SET ROLE {role}; SELECT set_config('aidesk.tenant', '{tenant}', false)");

        string found;
        try
        {
            found = Convert.ToString(await RunAsync(connection, statement.Replace("{partition}", month, StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture)!;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            found = "denied";
        }

        found.ShouldBe(expected);
    }

    /// <summary>Why there is a staging table.</summary>
    [Fact]
    public async Task Copy_IntoATableWithRowLevelSecurity_IsRefusedByPostgres()
    {
        var database = await FilledAsync();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await RunAsync(connection, "SET ROLE aidesk_recorder");
        var fault = await Should.ThrowAsync<PostgresException>(() => connection.BeginTextImportAsync("COPY aidesk.events (tenant_id) FROM STDIN"));
        fault.MessageText.ShouldContain("row-level security");
    }

    [Fact]
    public async Task PrepareAsync_LoginThatIsNoSuperuser_IsEnough()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var login = "service_" + Guid.NewGuid().ToString("N")[..8];
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await PostgresServer.ExecuteAsync(postgres.Server.ConnectionString, $"CREATE ROLE {login} LOGIN CREATEROLE; GRANT CREATE ON DATABASE {name} TO {login}");

        await using var connections = new PostgresDatabase(postgres.Server.For(name!, login));
        await using var recording = new Recording(new PostgresRecordSink(connections, TimeProvider.System));
        recording.Recorder.Record(SampleRecords.Denied(), SampleRecords.Facts());
        await recording.DrainedAsync();

        (await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.decisions")).ShouldBe(1L);
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task<string> FilledAsync()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var connections = new PostgresDatabase(database);
        await using var recording = new Recording(new PostgresRecordSink(connections, TimeProvider.System));
        recording.Recorder.Record(SampleRecords.Denied(), SampleRecords.Facts());
        recording.Recorder.Record(SampleRecords.Denied(), SampleRecords.Facts());
        recording.Recorder.Record(SampleRecords.Denied(), SampleRecords.Facts("globex"));
        recording.Recorder.Record(SampleRecords.Settle());
        await recording.DrainedAsync();
        return database;
    }
}
