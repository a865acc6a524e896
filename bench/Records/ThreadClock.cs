using System.Runtime.InteropServices;

namespace AiDesk.Bench.Records;

/// <summary>Processor time of the calling thread: what a call costs, also where other work takes the processor away in its middle.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    public static double Microseconds => clock_gettime(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3) : throw new PlatformNotSupportedException();

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
