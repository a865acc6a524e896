using Npgsql;

namespace AiDesk.Policy.Service.Records.Postgres;

/// <summary>Says whose rows a connection may see. For the session: the pool forgets it.</summary>
internal static class TenantScope
{
    public static async Task SetAsync(NpgsqlConnection connection, string tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config('aidesk.tenant', $1, false)", connection) { Parameters = { new() { Value = tenant } } };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
