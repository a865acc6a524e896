using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AiDesk.Harness;
using AiDesk.Tests.Running;

namespace AiDesk.Client.Tests.Running;

/// <summary>The real service in a process of its own, which a test may stop, kill and start again where it listened.</summary>
public sealed class LiveService : IAsyncDisposable
{
    private const int Terminate = 15;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private readonly (string Name, string Value)[] _variables;
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private ServerProcesses? _processes;
    private string _grpc;

    private LiveService(bool unixSocket, string[] options, (string Name, string Value)[] variables)
    {
        _options = options;
        _variables = variables;
        _grpc = unixSocket ? $"unix:{_folder.In("grpc.sock")}" : "127.0.0.1:0";
    }

    /// <summary>As a client takes it.</summary>
    public string Address { get; private set; } = "";

    private string State => _folder.In("state");

    /// <param name="unixSocket">Listens on a socket in a folder of its own.</param>
    /// <param name="options">More options of <c>aidesk up</c>.</param>
    /// <param name="variables">Its environment.</param>
    /// <param name="policies">Folder of the policies; null for those of these tests.</param>
    public static async Task<LiveService> StartAsync(bool unixSocket = false, string[]? options = null, (string Name, string Value)[]? variables = null, string? policies = null)
    {
        var service = new LiveService(unixSocket, ["--policy-dir", policies ?? Repository.In("tests", "Clients.Dotnet.Tests", "policies"), .. options ?? []], variables ?? []);
        await service.StartAsync();
        return service;
    }

    /// <summary>Starts the process; after a first start, where it listened before.</summary>
    public async Task StartAsync()
    {
        var addresses = _folder.In("addresses");
        File.Delete(addresses);
        var start = new ProcessStartInfo("dotnet");
        string[] arguments =
        [
            Command, "up", "--no-demo", "--grpc", _grpc, "--http", "127.0.0.1:0", "--state-dir", State, "--addresses-file", addresses, .. _options,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AIDESK_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AIDESK_ENVIRONMENT"] = "Development";
        Array.ForEach(_variables, variable => start.Environment[variable.Name] = variable.Value);
        var processes = new ServerProcesses(start);
        _processes = processes;
        await Eventually.TrueAsync(() => processes.Output.Contains("Serving", StringComparison.Ordinal) || processes.HasExited, () => processes.Output);
        if (processes.HasExited)
        {
            throw new InvalidOperationException("The service did not start:\n" + processes.Output);
        }

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(addresses));
        var bound = document.RootElement.GetProperty("grpc").GetString()!.TrimEnd('/');
        Address = _grpc.StartsWith("unix", StringComparison.Ordinal) ? _grpc : bound;
        _grpc = _grpc.StartsWith("unix", StringComparison.Ordinal) ? _grpc : new Uri(bound).Authority;
    }

    /// <summary>A token of the development key, as the command makes them.</summary>
    public string Token(string tenant = "taller", string role = "service", string subject = "agent")
        => _tokens.GetOrAdd($"{tenant} {role} {subject}", _ =>
        {
            var start = new ProcessStartInfo("dotnet", [Command, "token", "--tenant", tenant, "--role", role, "--sub", subject, "--state-dir", State])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            return process.StandardOutput.ReadToEnd().Trim();
        });

    /// <summary>A client of this service, patient enough for a slow machine.</summary>
    public PolicyClient Client(Func<PolicyClientOptions, PolicyClientOptions>? change = null, string tenant = "taller")
    {
        var options = new PolicyClientOptions { Address = Address, Token = Token(tenant), Deadline = TimeSpan.FromSeconds(20) };
        return new PolicyClient(change?.Invoke(options) ?? options);
    }

    /// <summary>Stops scheduling it: connections stay open and nothing answers.</summary>
    public Task PauseAsync()
    {
        _processes!.Pause();
        return Eventually.TrueAsync(() => Directory.EnumerateDirectories($"/proc/{_processes.Id}/task").All(IsStopped), () => "a stopped process");
    }

    public void Resume() => _processes!.Resume();

    public Task KillAsync() => _processes!.KillAsync();

    /// <summary>Asks it to end, as a container's runtime does.</summary>
    public void End() => _processes!.SignalFirst(Terminate);

    public Task EndedAsync() => _processes!.WaitAsync();

    public async ValueTask DisposeAsync()
    {
        if (_processes is { HasExited: false } processes)
        {
            processes.Resume();
            processes.SignalFirst(Terminate);
            await processes.WaitAsync();
        }

        _processes?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Behind the name in brackets, which may hold anything, stands the state of a thread.</summary>
    private static bool IsStopped(string task)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return true;
        }
    }

    private static string Command => Repository.In("src", "AiDesk", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "aidesk.dll");
}

/// <summary>One service for the tests that leave it as it is.</summary>
public sealed class LiveServiceFixture : IAsyncLifetime
{
    private LiveService? _service;

    public LiveService Service => _service ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _service = await LiveService.StartAsync();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class LiveServiceCollection : ICollectionFixture<LiveServiceFixture>
{
    public const string Name = "live service";
}
