using System.Diagnostics;
using Npgsql;

namespace AiDesk.Postgres.Cluster;

/// <summary>
/// A PostgreSQL of our own, made from the installed programs in a folder of the state folder and reached by a Unix socket there: no port is taken and
/// nobody else on the machine gets in. A server that outlived the process which started it is taken over.
/// </summary>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ClusterFolder _folder;
    private readonly Process? _server;
    private readonly Queue<string> _lines = new();

    private PrivateCluster(ClusterFolder folder, Process? server)
    {
        _folder = folder;
        _server = server;
    }

    /// <summary>Of a login that owns the database and is no superuser.</summary>
    public string ConnectionString => _folder.ConnectionString(ClusterFolder.Owner);

    /// <summary>Where it keeps its data.</summary>
    public string Folder => _folder.Root;

    /// <summary>Of the server of a state folder, whether or not it runs; null when there is none.</summary>
    public static async Task<string?> FindAsync(string stateDirectory) => (await ClusterFolder.FindAsync(stateDirectory).ConfigureAwait(false))?.ConnectionString(ClusterFolder.Owner);

    /// <summary>Answers once it lets in. Throws <see cref="InvalidOperationException"/> with a sentence for whoever started us when it cannot.</summary>
    public static async Task<PrivateCluster> StartAsync(string stateDirectory, CancellationToken cancellationToken)
    {
        if (PostgresBinaries.Folder is null)
        {
            throw new InvalidOperationException(
                "The desk needs PostgreSQL 15 or later. Install it (Debian: apt-get install postgresql), or name a server with AIDESK_POSTGRES, or start without the desk (--no-desk).");
        }

        var folder = await ClusterFolder.PrepareAsync(stateDirectory).ConfigureAwait(false);
        var cluster = new PrivateCluster(folder, await AnswersAsync(folder, cancellationToken).ConfigureAwait(false) ? null : Launch(folder));
        try
        {
            await cluster.WaitAsync(cancellationToken).ConfigureAwait(false);
            await folder.CreateDatabaseAsync(cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the server in order: sessions are cut, everything that was committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await PostgresBinaries.TryRunAsync(PostgresBinaries.Start("pg_ctl", ["-D", _folder.Data, "-m", "fast", "-w", "stop"])).ConfigureAwait(false);
        if (_server is not null)
        {
            await _server.WaitForExitAsync().ConfigureAwait(false);
            _server.Dispose();
        }
    }

    private static Process Launch(ClusterFolder folder)
    {
        var start = PostgresBinaries.Start("postgres",
            ["-D", folder.Data, "-c", "listen_addresses=", "-c", "unix_socket_directories=" + folder.Sockets, "-c", "log_min_messages=warning", "-c", "max_connections=100"]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        return Process.Start(start)!;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            server.OutputDataReceived += (_, line) => Keep(line.Data);
            server.ErrorDataReceived += (_, line) => Keep(line.Data);
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
        }

        var waited = Stopwatch.StartNew();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await AnswersAsync(_folder, cancellationToken).ConfigureAwait(false))
        {
            if (_server is { HasExited: true } || waited.Elapsed > StartLimit)
            {
                lock (_lines)
                {
                    throw new InvalidOperationException($"PostgreSQL in {_folder.Root} does not start:\n{string.Join('\n', _lines)}");
                }
            }

            await beat.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            while (_lines.Count > 50)
            {
                _lines.Dequeue();
            }
        }
    }

    private static async Task<bool> AnswersAsync(ClusterFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(folder.ConnectionString(ClusterFolder.Superuser, "postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return false;
        }
    }
}
