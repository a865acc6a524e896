using System.Diagnostics;
using System.Runtime.InteropServices;
using AiDesk.Agent.Outbox;

namespace AiDesk.Desk.ApprovalsTests.Outbox;

/// <summary>A process of the desk that is cut off at a point.</summary>
internal sealed class VictimProcess : IDisposable
{
    private const int Continue = 18;
    private const int KillSignal = 9;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public VictimProcess(DeskBench bench, KillPoint point, params string[] work)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AiDesk.Desk.Victim.dll"), bench.ConnectionString, point.ToString(), Convert.ToHexString(WebhookReceiver.Secret), .. work])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>To its end, which must be the signal.</summary>
    public async Task DiesAsync()
    {
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(128 + KillSignal, await _output + await _error);
    }

    /// <summary>Until it stands still.</summary>
    public async Task StandsStillAsync()
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await File.ReadAllTextAsync($"/proc/{_process.Id}/stat") is var stat && stat[stat.LastIndexOf(')') + 2] != 'T')
        {
            _process.HasExited.ShouldBeFalse();
            await beat.WaitForNextTickAsync();
        }
    }

    /// <summary>Lets it go on, to its end.</summary>
    public async Task GoesOnAsync()
    {
        _ = Kill(_process.Id, Continue);
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
