using AiDesk.Postgres.Harness;

namespace AiDesk.Desk.KnowledgeTests;

/// <summary>One PostgreSQL for a class of tests; each test takes a database of its own.</summary>
public sealed class KnowledgeFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    internal async Task<Desk> CreateAsync(TimeProvider? clock = null, params IReadOnlyList<string> hosts) =>
        await Desk.CreateAsync(await Server.CreateDatabaseAsync(), clock ?? TimeProvider.System, hosts);

    public async Task InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
