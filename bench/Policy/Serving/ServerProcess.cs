using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Bench.Policy.Serving;

/// <summary>What a server has used since it started.</summary>
internal readonly record struct ServerUsage(double CpuMicroseconds, long AllocatedBytes);

/// <summary>A server in a process of its own, so that its processor time is only its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ServerProcess).Assembly.Location, "serve", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the server process did not start");
        var address = await ReadAsync(process, ServerProgram.ListeningAt);
        return new ServerProcess(process, address);
    }

    public async Task<ServerUsage> UsageAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var line = await ReadAsync(_process, ServerProgram.Used);
        var parts = line.Split(' ');
        return new ServerUsage(double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The rest of the next line that begins so.</summary>
    private static async Task<string> ReadAsync(Process process, string beginning)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line[beginning.Length..];
            }
        }

        throw new InvalidOperationException("the server process ended");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
