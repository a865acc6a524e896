using System.Diagnostics;

namespace AiDesk.Bench.Capacity;

/// <summary>Who has which processor, so that callers take nothing of the service's.</summary>
internal static class Processors
{
    public const int OfService = 0;
    private const int OfCallers = 1;

    /// <summary>False on a machine with one: nothing can be kept apart there.</summary>
    public static bool KeepApart()
    {
        if (Environment.ProcessorCount < 2)
        {
            return false;
        }

        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = 1 << OfCallers;
        return true;
    }
}
