using System.Diagnostics;
using System.Globalization;

namespace AiDesk.Tests.Running;

internal static class Signals
{
    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
