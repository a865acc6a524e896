using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiDesk.Bench.Capacity.Serving;

/// <summary>`aidesk up` as it is shipped, in a process of its own, on free ports.</summary>
internal sealed class ServedPolicy : IAsyncDisposable
{
    private const int Terminate = 15;
    public static readonly string Command = Path.Combine(AppContext.BaseDirectory, "aidesk.dll");

    private readonly Process _process;
    private readonly string _folder;
    private readonly Task<string> _rest;

    private ServedPolicy(Process process, string folder, IReadOnlyList<string> tenants, IPEndPoint grpc, TimeSpan startedIn)
    {
        (_process, _folder, Tenants, Grpc, StartedIn) = (process, folder, tenants, grpc, startedIn);
        _rest = process.StandardOutput.ReadToEndAsync();
    }

    public IReadOnlyList<string> Tenants { get; }

    public IPEndPoint Grpc { get; }

    /// <summary>From starting the process until it says that it serves.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>User and system time since the start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="tenants">How many have a policy.</param>
    /// <param name="processor">The one that it may use; null for all.</param>
    /// <param name="variables">AIDESK_* settings.</param>
    public static async Task<ServedPolicy> StartAsync(int tenants, int? processor = null, params (string Name, string Value)[] variables)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
        var names = Policies.Tenants(tenants);
        Policies.Write(Path.Combine(folder, "policies"), names);
        var addresses = Path.Combine(folder, "addresses");
        string[] command =
        [
            "dotnet", Command, "up", "--development", "--no-demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0",
            "--policy-dir", Path.Combine(folder, "policies"), "--state-dir", Path.Combine(folder, "state"), "--addresses-file", addresses,
        ];
        string[] pinned = processor is { } only ? ["taskset", "-c", only.ToString(CultureInfo.InvariantCulture), .. command] : command;
        var start = new ProcessStartInfo(pinned[0], pinned[1..]) { RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AIDESK_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("the service did not start");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Serving", StringComparison.Ordinal))
            {
                var took = Stopwatch.GetElapsedTime(begun);
                using var document = JsonDocument.Parse(await File.ReadAllTextAsync(addresses));
                return new ServedPolicy(process, folder, names, IPEndPoint.Parse(new Uri(document.RootElement.GetProperty("grpc").GetString()!).Authority), took);
            }
        }

        throw new InvalidOperationException("the service did not start");
    }

    /// <summary>Where the development key is, with which commands sign in.</summary>
    public string StateDirectory => Path.Combine(_folder, "state");

    /// <summary>How many files, sockets and so on it has open.</summary>
    public int OpenFiles => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    /// <summary>As `aidesk token` makes it.</summary>
    public string Token(string tenant)
    {
        var start = new ProcessStartInfo("dotnet", [Command, "token", "--tenant", tenant, "--role", "service", "--state-dir", StateDirectory]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var token = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        _ = NativeKill(_process.Id, Terminate);
        await _process.WaitForExitAsync();
        _ = await _rest;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);
}
