using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AiDesk.Harness;

/// <summary>The processes of one server: the first one, and those that it forked. They die with the tests, also when they end without disposing them.</summary>
internal sealed class ServerProcesses : IDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    private readonly Process _first;
    private readonly ConcurrentQueue<string> _lines = new();

    static ServerProcesses() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Running.Keys)
        {
            _ = NativeKill(process.Id, Kill);
        }
    };

    public ServerProcesses(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _first = Process.Start(start)!;
        Running[_first] = true;
        _first.OutputDataReceived += (_, line) => Keep(line.Data);
        _first.ErrorDataReceived += (_, line) => Keep(line.Data);
        _first.BeginOutputReadLine();
        _first.BeginErrorReadLine();
    }

    public int Id => _first.Id;

    public bool HasExited => _first.HasExited;

    /// <summary>After its end.</summary>
    public int ExitCode => _first.ExitCode;

    /// <summary>Its last lines.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>User and system time that the first has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _first.Refresh();
            return _first.TotalProcessorTime;
        }
    }

    public IReadOnlyList<int> All => [_first.Id, .. Children()];

    /// <summary>Stops scheduling all of them: connections stay open and nothing answers. Comes back when every thread stands still, which on a busy machine takes its time.</summary>
    public void Pause()
    {
        Signal(Stop);
        foreach (var process in All)
        {
            while (Directory.Exists($"/proc/{process}/task") && Directory.EnumerateDirectories($"/proc/{process}/task").Any(task => StatOf(task) is { } stat && stat[0] is not ("T" or "Z" or "X")))
            {
                Thread.Yield();
            }
        }
    }

    public void Resume() => Signal(Continue);

    /// <summary>All of them at once (SIGKILL), and waits until the first is gone.</summary>
    public Task KillAsync()
    {
        Signal(Kill);
        return WaitAsync();
    }

    /// <summary>To all of them.</summary>
    public void Signal(int signal)
    {
        foreach (var process in All)
        {
            _ = NativeKill(process, signal);
        }
    }

    /// <summary>To the first, which tells the others.</summary>
    public void SignalFirst(int signal) => _ = NativeKill(_first.Id, signal);

    public Task WaitAsync() => _first.WaitForExitAsync();

    public void Dispose()
    {
        Running.TryRemove(_first, out _);
        if (!_first.HasExited)
        {
            Signal(Kill);
        }

        _first.Dispose();
    }

    private List<int> Children()
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ParentOf(id) == _first.Id)
            {
                children.Add(id);
            }
        }

        return children;
    }

    private static int ParentOf(int process) => StatOf($"/proc/{process}") is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0;

    /// <summary>State, parent and so on: the fields behind the name in brackets, which may hold anything. Null when it is gone.</summary>
    private static string[]? StatOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
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
