using System.Diagnostics;

namespace AiDesk.Redis.Tests.Race;

/// <summary>Another process of a race, and what it says.</summary>
internal sealed class RacerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _admissions = new(0);
    private readonly Task _reading;
    private int _admitted;

    public RacerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>It has started and waits to be let go: processes that start one by one would be no race.</summary>
    public Task Ready => _ready.Task;

    public Task GoAsync() => _process.StandardInput.WriteLineAsync();

    /// <summary>Waits until that many were admitted.</summary>
    public async Task AdmittedAsync(int count)
    {
        for (var admitted = 0; admitted < count; admitted++)
        {
            await _admissions.WaitAsync();
        }
    }

    public void Kill() => _process.Kill();

    /// <summary>How many were admitted, once it has ended.</summary>
    public async Task<int> FinishAsync()
    {
        await _reading;
        await _process.WaitForExitAsync();
        return _admitted;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _admissions.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line)
            {
                case "ready":
                    _ready.TrySetResult();
                    break;
                case "+":
                    _admitted++;
                    _admissions.Release();
                    break;
            }
        }
    }
}
