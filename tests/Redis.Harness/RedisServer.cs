using System.Diagnostics;
using System.Globalization;
using AiDesk.Harness;

namespace AiDesk.Redis.Harness;

/// <summary>A real redis-server on a free loopback port and a Unix socket, in a folder of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly RedisServerOptions _options;
    private readonly IReadOnlyList<string> _clusterArguments;
    private readonly string _folder;
    private ServerProcesses? _process;

    private RedisServer(RedisServerOptions options, int port, IReadOnlyList<string> clusterArguments)
    {
        _options = options;
        _clusterArguments = clusterArguments;
        Port = port;
        _folder = Directory.CreateTempSubdirectory("redis-").FullName;
        if (options.Tls)
        {
            RedisCertificate.Write(_folder);
        }
    }

    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Path of its Unix socket.</summary>
    public string SocketPath => Path.Combine(_folder, "redis.sock");

    /// <summary>With TLS: PEM file of the certificate, which is its own authority.</summary>
    public string CertificatePath => Path.Combine(_folder, RedisCertificate.CertificateFile);

    /// <summary>False between <see cref="KillAsync"/> and <see cref="StartAgainAsync"/>.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>User and system time that the server has used.</summary>
    public TimeSpan ProcessorTime => Process.ProcessorTime;

    private ServerProcesses Process => _process ?? throw new InvalidOperationException("the server is not running");

    /// <summary>Answers once the server answers PING. Takes another port when somebody was quicker.</summary>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisServer(options ?? new RedisServerOptions(), FreePorts.Take(1)[0], []);
            try
            {
                await server.StartProcessAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await server.DisposeAsync();
            }
        }
    }

    internal static async Task<RedisServer> StartNodeAsync(int port, IReadOnlyList<string> clusterArguments)
    {
        var server = new RedisServer(new RedisServerOptions(), port, clusterArguments);
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Stops scheduling it (SIGSTOP): connections stay open and nothing answers.</summary>
    public void Pause() => Process.Pause();

    /// <summary>After <see cref="Pause"/> (SIGCONT).</summary>
    public void Resume() => Process.Resume();

    /// <summary>SIGKILL: nothing is saved.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        Process.Dispose();
        _process = null;
    }

    /// <summary>Ends it in order (SIGTERM): what is kept on disk is written.</summary>
    public async Task StopAsync()
    {
        Process.SignalFirst(ServerProcesses.Terminate);
        await Process.WaitAsync();
        Process.Dispose();
        _process = null;
    }

    /// <summary>Starts again on the same port after <see cref="KillAsync"/> or <see cref="StopAsync"/>: empty, unless its options keep something on disk.</summary>
    public Task StartAgainAsync() => StartProcessAsync();

    /// <summary>A connection for the test's own commands.</summary>
    public Task<AdminConnection> ConnectAsync() => AdminConnection.OpenAsync(Port, _options.Password, _options.Tls);

    /// <summary>One command on a connection of its own.</summary>
    public async Task<object?> CommandAsync(params string[] parts)
    {
        using var connection = await ConnectAsync();
        return await connection.CommandAsync(parts);
    }

    /// <summary>The value of one line of INFO; null when there is none.</summary>
    public async Task<string?> InfoAsync(string section, string name)
    {
        var text = (string)(await CommandAsync("INFO", section))!;
        return text.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.KillAsync();
            process.Dispose();
            _process = null;
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        File.Delete(SocketPath);
        var process = new ServerProcesses(new ProcessStartInfo("redis-server", Arguments()));
        _process = process;
        await Eventually.TrueAsync(() => process.HasExited ? throw new InvalidOperationException("redis-server ended:\n" + process.Output) : AnswersAsync(), "redis-server answers PING");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await CommandAsync("PING")) is "PONG";
        }
        catch (Exception fault) when (fault is System.Net.Sockets.SocketException or IOException or RedisErrorException)
        {
            return false;
        }
    }

    private List<string> Arguments()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--port", _options.Tls ? "0" : port, "--bind", "127.0.0.1", "--unixsocket", SocketPath, "--dir", _folder, "--save", "", "--appendonly", "no",
            "--daemonize", "no", "--maxmemory-policy", "noeviction", "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0",
        ];
        if (_options.Tls)
        {
            var key = Path.Combine(_folder, RedisCertificate.KeyFile);
            arguments.AddRange(["--tls-port", port, "--tls-cert-file", CertificatePath, "--tls-key-file", key, "--tls-ca-cert-file", CertificatePath, "--tls-auth-clients", "no"]);
        }

        if (_options.Password is { } password)
        {
            arguments.AddRange(["--requirepass", password]);
        }

        return [.. arguments, .. _clusterArguments, .. _options.Arguments];
    }
}
