using System.Net;
using System.Text.Json;
using AiDesk.Harness;
using AiDesk.Redis.Harness;

namespace AiDesk.SystemFaults.Services;

/// <summary>A service of AiDesk in a process of its own, behind proxies that always lead to where it listens now.</summary>
/// <param name="folder">Its state, which outlives the process.</param>
/// <param name="variables">Its environment.</param>
/// <param name="arguments">Of `aidesk`, without addresses and state.</param>
/// <param name="listener">Which of the addresses that it writes down others ask.</param>
internal sealed class ServiceProcess(string folder, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> arguments, string listener) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ServerProcesses? _process;

    /// <summary>They lead to the listener.</summary>
    public List<FaultProxy> Proxies { get; } = [];

    public string StateFolder => Path.Combine(folder, "state");

    private string AddressesFile => Path.Combine(folder, "addresses");

    private ServerProcesses Process => _process ?? throw new InvalidOperationException("the service is not running");

    /// <summary>Answers once it serves.</summary>
    public async Task StartAsync()
    {
        Directory.CreateDirectory(folder);
        File.Delete(AddressesFile);
        _process = AideskCommand.Start(
            variables,
            ["up", "--no-demo", "--development", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--state-dir", StateFolder, "--addresses-file", AddressesFile, .. arguments]);
        await Eventually.TrueAsync(
            () => Process.HasExited ? throw new InvalidOperationException("the service ended:\n" + Process.Output) : Address() is not null, "the service serves", Patience);
        var target = new IPEndPoint(IPAddress.Loopback, Address()!.Port);
        Proxies.ForEach(proxy => proxy.Target = target);
    }

    public void Pause() => Process.Pause();

    public void Resume() => Process.Resume();

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        Process.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM, as a container's runtime sends it, and waits for its end.</summary>
    public async Task StopAsync()
    {
        Process.SignalFirst(ServerProcesses.Terminate);
        await Process.WaitAsync().WaitAsync(Patience);
        Process.ExitCode.ShouldBe(0, Process.Output);
        Process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    /// <summary>Null until it is written down; the file is moved there, so that it is whole.</summary>
    private Uri? Address()
    {
        if (!File.Exists(AddressesFile))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(AddressesFile));
        return document.RootElement.TryGetProperty(listener, out var address) ? new Uri(address.GetString()!) : null;
    }
}
