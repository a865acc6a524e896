using System.Diagnostics;
using System.Globalization;
using AiDesk.Harness;
using AiDesk.Postgres.Cluster;
using Npgsql;

namespace AiDesk.Postgres.Harness;

/// <summary>A real PostgreSQL in a folder of its own, reached by a Unix socket there: no port is taken.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pg-").FullName;
    private readonly bool _durable;
    private ServerProcesses? _processes;
    private int _databases;

    private PostgresServer(bool durable) => _durable = durable;

    /// <summary>Its superuser, and the database that is always there.</summary>
    public string ConnectionString => For("postgres", "postgres");

    /// <summary>Path of its Unix socket.</summary>
    public string SocketPath => Path.Combine(_folder, ".s.PGSQL.5432");

    private ServerProcesses Processes => _processes ?? throw new InvalidOperationException("the server is not running");

    /// <summary>Answers once it lets in.</summary>
    /// <param name="durable">With fsync, for benchmarks; without, a crash of the machine would not be survived, and a crash of the server is.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var server = new PostgresServer(durable);
        await ClusterTemplate.CopyToAsync(Path.Combine(server._folder, "data"));
        await PostgresBinaries.OwnAsync(server._folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A connection string. Without pooling nothing is left of a broken server; deadlines are short.</summary>
    public string For(string database, string user) =>
        $"Host={_folder};Username={user};Database={database};Timeout=2;Command Timeout=2;Cancellation Timeout=200;Pooling=true;Maximum Pool Size=20";

    /// <summary>A fresh database; answers the superuser's connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(ConnectionString, $"CREATE DATABASE {name}");
        return For(name, "postgres");
    }

    /// <summary>Stops scheduling all of it (SIGSTOP): connections stay open and nothing answers.</summary>
    public void Pause() => Processes.Pause();

    public void Resume() => Processes.Resume();

    /// <summary>SIGKILL to all of it.</summary>
    public async Task KillAsync()
    {
        await Processes.KillAsync();
        Processes.Dispose();
        _processes = null;
    }

    /// <summary>Ends it in order: sessions are cut (SIGINT, "fast").</summary>
    public async Task StopAsync()
    {
        Processes.SignalFirst(ServerProcesses.Interrupt);
        await EndedAsync();
    }

    /// <summary>
    /// As on a full disk: no file can grow beyond 1 MiB, which the log's segments need and tables do not get by with. PostgreSQL takes a limit like that as
    /// a full disk.
    /// </summary>
    public Task FillDiskAsync() => LimitAsync("1048576:unlimited");

    public Task EmptyDiskAsync() => LimitAsync("unlimited:unlimited");

    /// <summary>After <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        List<string> arguments =
        [
            "-D", Path.Combine(_folder, "data"), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + _folder, "-c", "max_connections=50", "-c", "log_min_messages=warning",
        ];
        if (!_durable)
        {
            arguments.AddRange(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB"]);
        }
        else
        {
            arguments.AddRange(["-c", "max_wal_size=4GB", "-c", "shared_buffers=256MB"]);
        }

        var processes = new ServerProcesses(PostgresBinaries.Start("postgres", arguments));
        _processes = processes;
        var wait = Stopwatch.StartNew();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await AnswersAsync())
        {
            if (processes.HasExited || wait.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException("PostgreSQL does not start:\n" + processes.Output);
            }

            await beat.WaitForNextTickAsync();
        }
    }

    /// <summary>One command on a connection of its own.</summary>
    public static async Task<object?> ExecuteAsync(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Command Timeout=30;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_processes is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndedAsync()
    {
        await Processes.WaitAsync();
        Processes.Dispose();
        _processes = null;
    }

    private async Task LimitAsync(string size)
    {
        foreach (var process in Processes.All)
        {
            try
            {
                await PostgresBinaries.RunAsync(PostgresBinaries.StartAsAccount("prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), "--fsize=" + size]));
            }
            catch (InvalidOperationException) when (!Directory.Exists($"/proc/{process}"))
            {
                // A session that ended meanwhile.
            }
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await ExecuteAsync(ConnectionString, "SELECT 1") is 1;
        }
        catch (Exception fault) when (fault is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return false;
        }
    }
}
