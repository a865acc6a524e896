using AiDesk.Agent.Storage;
using AiDesk.Desk.Harness;
using AiDesk.Postgres.Harness;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>One PostgreSQL and one policy service for the project; each test takes a database of its own.</summary>
public sealed class GraphFixture : IAsyncLifetime
{
    private static readonly (string Narrow, string Wide)[] Wider =
    [
        ("rate: 20/1m", "rate: 20000/1m"), ("rate: 15/1m", "rate: 15000/1m"), ("burst: 6", "burst: 6000"), ("burst: 5 }", "burst: 5000 }"), ("rate: 60/1m", "rate: 60000/1m"),
        ("rate: 40/1m", "rate: 40000/1m"), ("rate: 200/1h", "rate: 200000/1h"), ("rate: 150/1h", "rate: 150000/1h"), ("cap: 2000000", "cap: 2000000000"), ("cap: 1500000", "cap: 1500000000"),
        ("cap: 5000,", "cap: 5000000,"), ("cap: 2500,", "cap: 2500000,"), ("rate: 5/day", "rate: 5000/day"),
    ];

    public PostgresServer Server { get; private set; } = null!;

    /// <summary>The sample tenants. Floods are another suite's matter, and so are opening hours: both are wide here.</summary>
    public PolicyServer Policy { get; private set; } = null!;

    internal async Task<DeskDatabase> CreateAsync()
    {
        var database = new DeskDatabase(await Server.CreateDatabaseAsync() + ";Command Timeout=30");
        await database.MigrateAsync(CancellationToken.None);
        return database;
    }

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.StartAsync();
        Policy = await PolicyServer.StartAsync(Widen);
    }

    public async Task DisposeAsync()
    {
        await Policy.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static void Widen(string policies)
    {
        foreach (var file in Directory.EnumerateFiles(policies, "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (var (narrow, wide) in Wider)
            {
                text = text.Replace(narrow, wide, StringComparison.Ordinal);
            }

            var lines = text.Split('\n').ToList();
            var hours = lines.FindIndex(line => line.StartsWith("active_hours:", StringComparison.Ordinal));
            if (hours >= 0)
            {
                var end = lines.FindIndex(hours + 1, line => line.Length == 0 || !char.IsWhiteSpace(line[0]));
                lines.RemoveRange(hours, end - hours);
            }

            File.WriteAllText(file, string.Join('\n', lines));
        }
    }
}

[CollectionDefinition("graph")]
public sealed class GraphGroup : ICollectionFixture<GraphFixture>;
