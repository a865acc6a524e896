using System.Diagnostics;
using System.Text.Json;

namespace AiDesk.Tests.Running;

/// <summary>`aidesk up` in a process of its own, on free ports, with the settings of one test.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _rest;
    private readonly Task<string> _errors;

    private RunningCommand(Process process, Task<string> rest, Task<string> errors, Uri grpc, Uri http)
    {
        _process = process;
        _rest = rest;
        _errors = errors;
        Grpc = grpc;
        Http = http;
    }

    public int ProcessId => _process.Id;

    public Uri Grpc { get; }

    public Uri Http { get; }

    public static Task<RunningCommand> StartAsync(TemporaryFolder folder, params string[] arguments) => StartAsync(folder, [], arguments);

    /// <summary>The same with environment variables.</summary>
    public static async Task<RunningCommand> StartAsync(TemporaryFolder folder, (string Name, string Value)[] variables, params string[] arguments)
    {
        var addresses = folder.In("addresses");
        string[] all =
        [
            "up", "--no-demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--state-dir", folder.In("state"), "--addresses-file", addresses, .. arguments,
        ];
        var process = Process.Start(CommandRun.StartOf(variables, all)) ?? throw new InvalidOperationException("the service did not start");
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Serving", StringComparison.Ordinal))
            {
                using var document = JsonDocument.Parse(await File.ReadAllTextAsync(addresses));
                var (grpc, http) = (document.RootElement.GetProperty("grpc").GetString()!, document.RootElement.GetProperty("http").GetString()!);
                return new RunningCommand(process, process.StandardOutput.ReadToEndAsync(), errors, new Uri(grpc), new Uri(http));
            }
        }

        throw new InvalidOperationException("the service did not start: " + await errors);
    }

    /// <summary>Kills the process as the system would: nothing is finished.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, as a container's runtime does.</summary>
    public Task TerminateAsync() => Signals.SendAsync("-TERM", _process);

    /// <summary>Waits for its end.</summary>
    public async Task<CommandRun> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new CommandRun(_process.ExitCode, await _rest, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Signals.InterruptAsync(_process);
            await _process.WaitForExitAsync();
        }

        _ = await _rest;
        _ = await _errors;
        _process.Dispose();
    }
}
