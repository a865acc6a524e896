using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AiDesk.Bench.Capacity.Serving;

/// <summary>The reference of a start: a Kestrel that listens and answers nothing, in a process of its own.</summary>
internal static class EmptyHost
{
    public const string Command = "serve-nothing";
    private const string Listening = "listening";

    /// <summary>From starting the process until it listens.</summary>
    public static async Task<TimeSpan> StartAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(EmptyHost).Assembly.Location, Command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != Listening)
        {
        }

        var took = Stopwatch.GetElapsedTime(begun);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return took;
    }

    /// <summary>That process: ends when its standard input does.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        await app.StartAsync(CancellationToken.None);
        Console.WriteLine(Listening);
        await Console.In.ReadLineAsync(CancellationToken.None);
    }
}
