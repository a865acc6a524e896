using AiDesk.Agent.Storage;
using AiDesk.Postgres.Harness;

namespace AiDesk.Desk.ApprovalsTests;

/// <summary>One PostgreSQL for the project; each test takes a database of its own.</summary>
public sealed class DeskFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    internal async Task<DeskDatabase> CreateAsync()
    {
        var database = new DeskDatabase(await Server.CreateDatabaseAsync());
        await database.MigrateAsync(CancellationToken.None);
        return database;
    }

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
