using System.Diagnostics;
using AiDesk.CommandLine.Load.Asking;

namespace AiDesk.CommandLine.Load.Measuring;

/// <summary>
/// Takes what calls on any thread found, and what each second saw. Several stripes, each under a lock of its own, so that callers hardly ever meet; what it costs is
/// in no latency, since a call is over when it records.
/// </summary>
internal sealed class Recorder
{
    /// <summary>Enough for a curve over time: within one part in 64.</summary>
    private const int SecondBits = 6;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Stripe())];
    private readonly List<Second> _seconds = [];
    private long _counted;
    private volatile bool _isCounting;

    /// <summary>What comes before is the warm-up and is forgotten.</summary>
    public void Begin() => _isCounting = true;

    /// <summary>Calls that have ended since <see cref="Begin"/>.</summary>
    public long Counted => Interlocked.Read(ref _counted);

    public IReadOnlyList<Second> Seconds => _seconds;

    /// <param name="kind">What was asked.</param>
    /// <param name="intended">When it ought to have been, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="begun">When it was.</param>
    /// <param name="ended">When the answer was there.</param>
    /// <param name="answer">What was answered, or why nothing was.</param>
    public void Record(CallKind kind, long intended, long begun, long ended, in CallAnswer answer)
    {
        if (!_isCounting)
        {
            return;
        }

        Interlocked.Increment(ref _counted);
        var (latency, service) = (Microseconds(ended - intended), Microseconds(ended - begun));
        var stripe = _stripes[Environment.CurrentManagedThreadId % _stripes.Length];
        lock (stripe.Turn)
        {
            var tally = stripe.All.Of(kind);
            if (answer.Error is { } error)
            {
                tally.Errors.Add(error);
                stripe.SecondErrors++;
                return;
            }

            tally.Latency.Record(latency);
            tally.Service.Record(service);
            tally.Verdicts.Add(answer.Verdict);
            tally.Reasons.Add(answer.Reason);
            stripe.Second.Record(latency);
        }
    }

    /// <summary>Closes a second: what came since the last one.</summary>
    public Second Tick(double seconds, int inFlight)
    {
        var window = new Histogram(SecondBits);
        long errors = 0;
        foreach (var stripe in _stripes)
        {
            lock (stripe.Turn)
            {
                window.Add(stripe.Second);
                errors += stripe.SecondErrors;
                (stripe.Second, stripe.SecondErrors) = (new Histogram(SecondBits), 0);
            }
        }

        var second = new Second(seconds, window.Count, errors, window.At(0.5), window.At(0.99), window.Max, inFlight);
        _seconds.Add(second);
        return second;
    }

    public Tally Total()
    {
        var total = new Tally();
        foreach (var stripe in _stripes)
        {
            lock (stripe.Turn)
            {
                total.Add(stripe.All);
            }
        }

        return total;
    }

    private static long Microseconds(long ticks) => (long)(ticks * 1e6 / Stopwatch.Frequency);

    private sealed class Stripe
    {
        public Lock Turn { get; } = new();

        public Tally All { get; } = new();

        public Histogram Second { get; set; } = new(SecondBits);

        public long SecondErrors { get; set; }
    }
}

/// <param name="At">Seconds since the measurement began, at its end.</param>
/// <param name="Answered">Calls answered in it.</param>
/// <param name="Errors">Calls that ended without an answer.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="Max">Microseconds.</param>
/// <param name="InFlight">Calls under way at its end.</param>
internal sealed record Second(double At, long Answered, long Errors, long P50, long P99, long Max, int InFlight);
