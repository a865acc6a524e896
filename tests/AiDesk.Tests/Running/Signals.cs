using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Tests.Running;

internal static class Signals
{
    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public static Task InterruptAsync(Process process) => SendAsync("-INT", process);

    /// <summary>Sends a signal, named as <c>kill</c> has it.</summary>
    public static async Task SendAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
