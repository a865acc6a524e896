using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Bench.Transport;

/// <summary>The measured server, in a process of its own so that its processor time and allocations are its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int grpcPort, int barePort)
    {
        _process = process;
        GrpcPort = grpcPort;
        BarePort = barePort;
    }

    public int GrpcPort { get; }

    public int BarePort { get; }

    public static ServerProcess Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(ServerProcess).Assembly.Location, "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (!Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.RemoveAt(0);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        var ports = Numbers(process.StandardOutput.ReadLine());
        return new ServerProcess(process, (int)ports[0], (int)ports[1]);
    }

    /// <summary>Processor time and allocated bytes since the start.</summary>
    public (TimeSpan Processor, long AllocatedBytes) Usage()
    {
        _process.StandardInput.WriteLine("usage");
        var numbers = Numbers(_process.StandardOutput.ReadLine());
        return (TimeSpan.FromTicks(numbers[0]), numbers[1]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    private static long[] Numbers(string? line)
        => [.. (line ?? throw new InvalidOperationException("The server ended.")).Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
}
