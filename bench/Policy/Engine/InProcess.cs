using System.Diagnostics;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Policy.Engine;

/// <param name="Microseconds">Median time of the work.</param>
/// <param name="ReferenceMicroseconds">Median time of the reference.</param>
/// <param name="Bytes">Bytes that one run of the work allocates.</param>
internal readonly record struct InProcessSample(double Microseconds, double ReferenceMicroseconds, double Bytes);

/// <summary>Two pieces of work in this process, in alternating rounds.</summary>
internal static class InProcess
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(600);

    public static InProcessSample Compare(Action work, Action reference)
    {
        Time(work, WarmUpTime);
        Time(reference, WarmUpTime);
        var (works, references) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            works.Add(Time(work, RoundTime));
            references.Add(Time(reference, RoundTime));
        }

        return new InProcessSample(Median.Of(works), Median.Of(references), Allocated(work));
    }

    /// <summary>Microseconds of one run, over as many as fit the time.</summary>
    private static double Time(Action work, TimeSpan time)
    {
        const int Batch = 32;
        var runs = 0;
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            for (var i = 0; i < Batch; i++)
            {
                work();
            }

            runs += Batch;
        }

        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / runs;
    }

    private static double Allocated(Action work)
    {
        const int Runs = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
        {
            work();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
    }
}
