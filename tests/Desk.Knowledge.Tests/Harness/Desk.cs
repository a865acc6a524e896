using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using AiDesk.Postgres.Harness;
using Npgsql;

namespace AiDesk.Desk.KnowledgeTests;

/// <summary>A knowledge base in a database of its own, with a folder of its own.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Tenant = "tienda-alba";
    public const string Other = "harbour-pay";

    private readonly PageReader _pages;

    private Desk(string connectionString, DeskDatabase database, TimeProvider clock, IReadOnlyList<string> hosts)
    {
        ConnectionString = connectionString;
        Database = database;
        _pages = new PageReader(hosts);
        var options = new KnowledgeOptions(Folder, hosts);
        var urls = new UrlListing(_pages);
        Sources = new KnowledgeSources(database, urls, options);
        Sync = new KnowledgeSync(database, urls, options, clock);
        Search = new KnowledgeSearch(database);
        Reads = new KnowledgeReads(database, Search, new DeskPages(KeyRing.Generate()));
    }

    /// <summary>Of the superuser.</summary>
    public string ConnectionString { get; }

    public DeskDatabase Database { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("aidesk-knowledge-").FullName;

    public KnowledgeSources Sources { get; }

    public KnowledgeSync Sync { get; }

    public KnowledgeSearch Search { get; }

    public KnowledgeReads Reads { get; }

    public static async Task<Desk> CreateAsync(string connectionString, TimeProvider clock, IReadOnlyList<string> hosts)
    {
        var database = new DeskDatabase(connectionString);
        await database.MigrateAsync(CancellationToken.None);
        return new Desk(connectionString, database, clock, hosts);
    }

    public static DeskCaller Caller(string tenant = Tenant) => new(tenant, "p-1", "Ana", PrincipalRoles.Admin, "s-1", "127.0.0.1");

    public async Task<Source> PutAsync(SourceKind kind = SourceKind.Pushed, string location = "", string id = "help", string language = "", int? keep = null, string tenant = Tenant)
    {
        var source = new Source { SourceId = id, Name = "Help of " + tenant, Kind = kind, Location = location, Language = language };
        if (keep is { } versions)
        {
            source.KeepVersions = versions;
        }

        return (await Sources.PutAsync(Caller(tenant), new PutSourceRequest { Source = source }, CancellationToken.None)).Source;
    }

    public async Task<SyncReport> ResyncAsync(bool force = false, string id = "help", string tenant = Tenant) =>
        (await Sync.ResyncAsync(Caller(tenant), new ResyncSourceRequest { SourceId = id, Force = force }, CancellationToken.None)).Report;

    public Task<SyncReport> PushAsync(params (string Path, string Text)[] documents) => PushAsync(documents, complete: true);

    public async Task<SyncReport> PushAsync(
        IReadOnlyList<(string Path, string Text)> documents, bool complete, bool force = false, string id = "help", string tenant = Tenant, CancellationToken cancellationToken = default)
    {
        var request = new ResyncSourceRequest { SourceId = id, Complete = complete, Force = force };
        request.Documents.AddRange(documents.Select(document => new PushedDocument { Path = document.Path, Text = document.Text }));
        return (await Sync.ResyncAsync(Caller(tenant), request, cancellationToken)).Report;
    }

    public async Task<IReadOnlyList<KnowledgeHit>> FindAsync(string query, string language = "", string tenant = Tenant, int limit = 5) =>
        await Search.SearchAsync(tenant, query, language, limit, CancellationToken.None);

    /// <summary>All rows, past row-level security.</summary>
    public async Task<IReadOnlyList<ChunkRow>> ChunksAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        return [.. await Dapper.SqlMapper.QueryAsync<ChunkRow>(
            connection,
            """
            SELECT c.tenant_id AS "Tenant", c.chunk_id AS "Id", d.path AS "Path", c.ordinal AS "Ordinal", c.heading AS "Heading", c.text AS "Text", c.archived_at IS NOT NULL AS "IsArchived"
            FROM desk.ai_kb_chunks c JOIN desk.ai_kb_documents d USING (tenant_id, document_id) ORDER BY d.path, c.ordinal, c.chunk_id
            """)];
    }

    public Task<object?> SqlAsync(string text) => PostgresServer.ExecuteAsync(ConnectionString, text);

    public async ValueTask DisposeAsync()
    {
        _pages.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal sealed record ChunkRow(string Tenant, Guid Id, string Path, int Ordinal, string Heading, string Text, bool IsArchived);
}
