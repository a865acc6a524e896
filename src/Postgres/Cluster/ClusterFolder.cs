using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace AiDesk.Postgres.Cluster;

/// <summary>Where a private cluster is. In the state folder when whoever the server runs as can reach it there, else under /var/tmp.</summary>
internal sealed class ClusterFolder
{
    public const string Owner = "aidesk";
    public const string Superuser = "postgres";

    /// <summary>Longest path of a Unix socket, in bytes, without its terminator.</summary>
    private const int SocketPathLimit = 107;

    private const string SocketName = "/.s.PGSQL.5432";
    private const string Database = "aidesk";

    private ClusterFolder(string root)
    {
        Root = root;
        Data = Path.Combine(root, "data");

        // A path that is too long for a socket gets a short one of its own, which the same folder always finds again.
        var near = Path.Combine(root, "run");
        Sockets = Encoding.UTF8.GetByteCount(near) + SocketName.Length <= SocketPathLimit ? near : Path.Combine("/var/tmp", "aidesk-run-" + Digest(root));
    }

    public string Root { get; }

    public string Data { get; }

    public string Sockets { get; }

    /// <summary>Makes the cluster unless it is there. Throws <see cref="InvalidOperationException"/> when it is another version's.</summary>
    public static async Task<ClusterFolder> PrepareAsync(string stateDirectory)
    {
        Directory.CreateDirectory(stateDirectory);
        var folder = await LocateAsync(stateDirectory).ConfigureAwait(false);
        await OwnedFolder.PrepareAsync(folder.Root).ConfigureAwait(false);
        await OwnedFolder.PrepareAsync(folder.Sockets).ConfigureAwait(false);
        if (!await ExistsAsync(folder).ConfigureAwait(false))
        {
            await PostgresBinaries.RunAsync(PostgresBinaries.Start(
                "initdb", ["-D", folder.Data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--no-locale", "--data-checksums"])).ConfigureAwait(false);
        }

        await CheckVersionAsync(folder).ConfigureAwait(false);
        return folder;
    }

    /// <summary>The cluster of a state folder; null when none was made.</summary>
    public static async Task<ClusterFolder?> FindAsync(string stateDirectory)
    {
        if (PostgresBinaries.Folder is null || !Directory.Exists(stateDirectory))
        {
            return null;
        }

        var folder = await LocateAsync(stateDirectory).ConfigureAwait(false);
        return await OwnedFolder.IsOwnAsync(folder.Root).ConfigureAwait(false) && await OwnedFolder.IsOwnAsync(folder.Sockets).ConfigureAwait(false) && await ExistsAsync(folder).ConfigureAwait(false) ? folder : null;
    }

    public string ConnectionString(string user, string database = Database) => $"Host={Sockets};Username={user};Database={database};Timeout=5;Maximum Pool Size=40";

    /// <summary>The login and the database, unless they are there. The login owns the database and may make the roles that migrations ask for; it is no superuser.</summary>
    public async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Superuser, "postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await RunUnlessAsync(connection, $"SELECT FROM pg_roles WHERE rolname = '{Owner}'", $"CREATE ROLE {Owner} LOGIN CREATEROLE NOINHERIT", cancellationToken).ConfigureAwait(false);
        await RunUnlessAsync(connection, $"SELECT FROM pg_database WHERE datname = '{Database}'", $"CREATE DATABASE {Database} OWNER {Owner}", cancellationToken).ConfigureAwait(false);
    }

    private static async Task RunUnlessAsync(NpgsqlConnection connection, string question, string command, CancellationToken cancellationToken)
    {
        await using var asked = new NpgsqlCommand(question, connection);
        await using (var reader = await asked.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await using var run = new NpgsqlCommand(command, connection);
        await run.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ClusterFolder> LocateAsync(string stateDirectory)
    {
        var state = Path.GetFullPath(stateDirectory);
        var near = new ClusterFolder(Path.Combine(state, "postgres"));
        return Directory.Exists(near.Data) || await CanReachAsync(state).ConfigureAwait(false) ? near : new ClusterFolder(Path.Combine("/var/tmp", "aidesk-postgres-" + Digest(state)));
    }

    /// <summary>By the account that the server runs as: a home folder is often closed to it.</summary>
    private static async Task<bool> CanReachAsync(string state) =>
        !PostgresBinaries.ChangesAccount || await PostgresBinaries.TryRunAsync(PostgresBinaries.StartAsAccount("test", ["-x", state])).ConfigureAwait(false) is null;

    private static async Task<bool> ExistsAsync(ClusterFolder folder) =>
        await PostgresBinaries.TryRunAsync(PostgresBinaries.StartAsAccount("test", ["-f", Path.Combine(folder.Data, "PG_VERSION")])).ConfigureAwait(false) is null;

    private static async Task CheckVersionAsync(ClusterFolder folder)
    {
        var theirs = (await File.ReadAllTextAsync(Path.Combine(folder.Data, "PG_VERSION")).ConfigureAwait(false)).Trim();
        var ours = Path.GetFileName(Path.GetDirectoryName(PostgresBinaries.Folder!));
        if (int.TryParse(ours, NumberStyles.None, CultureInfo.InvariantCulture, out _) && ours != theirs)
        {
            throw new InvalidOperationException(
                $"The desk's database in {folder.Root} is of PostgreSQL {theirs}, and {ours} is installed: upgrade it with pg_upgrade, or move the folder away to begin anew.");
        }
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
