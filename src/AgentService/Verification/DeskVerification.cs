using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Verification;

namespace AiDesk.Agent;

/// <summary>Recounts what must hold of the desk's database, for <c>aidesk verify desk</c>.</summary>
public static partial class DeskVerification
{
    /// <summary>Every invariant, whether it holds or not. Reads only. Throws <see cref="ArgumentException"/> for a connection string that is none, <see cref="Npgsql.NpgsqlException"/> when the database does not answer or has no desk.</summary>
    /// <param name="connectionString">Of a login that is a member of the desk's roles.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<DeskInvariant>> RunAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var database = new DeskDatabase(connectionString);
        return await new DeskRecount(database, new DeskRunsOptions(), TimeProvider.System).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>One thing that must hold.</summary>
/// <param name="Name">A sentence for people.</param>
/// <param name="Counted">Rows looked at, of all tenants.</param>
/// <param name="Problems">Where it does not hold: tenant, id, and what is wrong. Empty when it holds; at most 101.</param>
public sealed record DeskInvariant(string Name, long Counted, IReadOnlyList<string> Problems);
