using System.ComponentModel;
using System.Diagnostics;

namespace AiDesk.CommandLine.Mcp.Servers;

/// <summary>The server as a child process. Its standard error is the gateway's own; it is told nothing that the gateway's environment says of AiDesk.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Throws <see cref="CommandFailure"/> for a program that does not start.</summary>
    public static ServerProcess Start(ServerCommand command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // The token and the address of the policy service are none of the server's business.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AIDESK_", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        try
        {
            return new ServerProcess(Process.Start(start) ?? throw new Win32Exception("no process"));
        }
        catch (Win32Exception problem)
        {
            throw CommandFailure.Usage($"The server does not start: {command.File}: {problem.Message}");
        }
    }

    /// <summary>Closes its input, which tells a server to end; one that does not is killed with its children. Answers the exit status and whether it was killed.</summary>
    public async Task<(int Status, bool Killed)> StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already: what was still to be written to it has nowhere to go.
        }

        using var patience = new CancellationTokenSource(McpLimits.Stop);
        var killed = false;
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            killed = true;
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return (_process.ExitCode, killed);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }
}
