using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AiDesk.Redis.Harness;

/// <summary>One redis-server process. It dies with the tests, also when they end without disposing it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys)
        {
            process.Kill();
        }
    };

    public ServerProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        Running[_process] = true;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its last lines.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>User and system time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    /// <summary>At once (SIGKILL), and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        Running.TryRemove(_process, out _);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (NativeKill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"signal {signal} did not reach redis-server {_process.Id}");
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > 50)
        {
            _lines.TryDequeue(out _);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int process, int signal);
}
