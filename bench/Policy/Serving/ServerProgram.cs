using System.Globalization;

namespace AiDesk.Bench.Policy.Serving;

/// <summary>
/// The process that is measured. It says where it listens, then answers each line on standard input with what it has used so far, and ends when its
/// input does, so that it cannot outlive who started it.
/// </summary>
internal static class ServerProgram
{
    /// <summary>What the line with the address begins with; lines that begin otherwise are the server's log.</summary>
    public const string ListeningAt = "listening at ";

    /// <summary>What the line with microseconds of processor time and allocated bytes begins with.</summary>
    public const string Used = "used ";

    public static async Task RunAsync(string[] arguments)
    {
        await using var server = arguments is ["policy", var folder, .. var redis]
            ? await PolicyServer.StartAsync(folder, redis.FirstOrDefault())
            : (IServed)await EchoServer.StartAsync();
        Console.WriteLine(ListeningAt + server.Address);
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Used}{Environment.CpuUsage.TotalTime.TotalMicroseconds:0} {GC.GetTotalAllocatedBytes()}"));
        }
    }
}

/// <summary>A server that listens.</summary>
internal interface IServed : IAsyncDisposable
{
    string Address { get; }
}
