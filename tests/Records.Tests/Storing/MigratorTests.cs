using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Postgres;
using AiDesk.Postgres.Harness;
using Npgsql;

namespace AiDesk.Policy.Service.RecordsTests.Storing;

[Collection(PostgresTests.Name)]
public sealed class MigratorTests(PostgresFixture postgres)
{
    private static readonly Migration First = new(1, "0001-first", "CREATE TABLE aidesk.first (id integer)");
    private static readonly Migration Second = new(2, "0002-second", "ALTER TABLE aidesk.first ADD COLUMN name text");

    [Fact]
    public async Task ApplyAsync_FourReplicasAtOnce_AppliesEachOnce()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync(database, RecordMigrations.All)));

        applied.Sum().ShouldBe(RecordMigrations.All.Count);
        (await ApplyAsync(database, RecordMigrations.All)).ShouldBe(0);
    }

    [Fact]
    public async Task ApplyAsync_OneMore_AppliesOnlyThat()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        (await ApplyAsync(database, [First])).ShouldBe(1);
        (await ApplyAsync(database, [First, Second])).ShouldBe(1);
        (await PostgresServer.ExecuteAsync(database, "SELECT string_agg(name, ' ' ORDER BY number) FROM aidesk.migrations")).ShouldBe("0001-first 0002-second");
    }

    [Fact]
    public async Task ApplyAsync_AppliedFileHasChanged_IsAnErrorThatNamesIt()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await ApplyAsync(database, [First]);
        var fault = await Should.ThrowAsync<MigrationException>(() => ApplyAsync(database, [First with { Text = First.Text + ";" }, Second]));
        fault.Message.ShouldContain("0001-first");
        (await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.migrations")).ShouldBe(1L);
    }

    [Fact]
    public async Task ApplyAsync_FileThatFails_LeavesNothingOfItself()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        var broken = Second with { Text = "CREATE TABLE aidesk.half (id integer); SELECT 1/0" };
        await Should.ThrowAsync<PostgresException>(() => ApplyAsync(database, [First, broken]));
        (await PostgresServer.ExecuteAsync(database, "SELECT to_regclass('aidesk.half')::text")).ShouldBe(DBNull.Value);
        (await ApplyAsync(database, [First, Second])).ShouldBe(1, "the lock is free and the next attempt goes on");
    }

    private static Task<int> ApplyAsync(string database, IReadOnlyList<Migration> migrations) => ApplyAsync(database, new MigrationSet("aidesk", migrations));

    private static async Task<int> ApplyAsync(string database, MigrationSet migrations)
    {
        await using var connection = new NpgsqlConnection(database + ";Command Timeout=30");
        await connection.OpenAsync();
        return await Migrator.ApplyAsync(connection, migrations, CancellationToken.None);
    }
}
