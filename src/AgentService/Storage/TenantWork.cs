using Npgsql;

namespace AiDesk.Agent.Storage;

/// <summary>One transaction in the name of one tenant. Every statement in it carries <c>tenant_id = @tenant</c> as well: either layer alone holds.</summary>
internal sealed class TenantWork(string tenant, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public string Tenant => tenant;

    public NpgsqlConnection Connection => connection;

    public NpgsqlTransaction Transaction => transaction;

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
