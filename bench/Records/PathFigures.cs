using AiDesk.Bench.Figures;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Identity;

namespace AiDesk.Bench.Records;

/// <summary>What a decision pays for its record: the calling thread's processor time and allocations, while the writer works beside it.</summary>
internal static class PathFigures
{
    private const int Rounds = 9;

    /// <summary>Calls of one round: what they record fits into what is ready, so that a round measures the path and not the disk.</summary>
    private const int Calls = 2_000;

    public static async Task MeasureAsync(FigureReport report, int warmUp)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
        await using (var recorder = new DecisionRecorder(
            new DiscardingSink(), Journal.Open(new JournalOptions { Folder = folder }), KeyRing.Parse("k1:" + Convert.ToBase64String(new byte[32])), TimeProvider.System))
        {
            var facts = SampleRecords.Facts();
            var line = new RecordBuffer();
            void Write(Evaluation evaluation)
            {
                line.Clear();
                DecisionLine.Write(line, evaluation, facts);
                if (evaluation.Decision.Verdict != Verdict.Allow)
                {
                    InterventionLine.Write(line, evaluation, facts);
                }

            }

            var (denied, plain) = (SampleRecords.Denied(), SampleRecords.Plain());
            for (var index = 0; index < warmUp; index++)
            {
                Write(denied);
                recorder.Record(denied, facts);
                recorder.Record(plain, facts);
            }

            await DrainedAsync(recorder);
            var reference = new List<Sample>();
            var intervention = new List<Sample>();
            var allow = new List<Sample>();
            var plainLine = new List<Sample>();
            for (var round = 0; round < Rounds; round++)
            {
                reference.Add(Measure(() => Write(denied)));
                plainLine.Add(Measure(() => Write(plain)));
                intervention.Add(Measure(() => recorder.Record(denied, facts)));
                await DrainedAsync(recorder);
                allow.Add(Measure(() => recorder.Record(plain, facts)));
                await DrainedAsync(recorder);
            }

            var made = Median.Of(reference.Select(sample => sample.Microseconds));
            report.AtMost("Record: an intervention into the journal (reference: its line alone)", Median.Of(intervention.Select(sample => sample.Microseconds)), "us", made, 1);
            report.AtMost("Record: an intervention, bytes allocated", Median.Of(intervention.Select(sample => sample.Bytes)), "bytes", null, 200);
            report.AtMost("Record: a plain ALLOW into the ring (reference: its line alone)", Median.Of(allow.Select(sample => sample.Microseconds)), "us", Median.Of(plainLine.Select(sample => sample.Microseconds)), 1);
            report.AtMost("Record: a plain ALLOW, bytes allocated", Median.Of(allow.Select(sample => sample.Bytes)), "bytes", null, 200);
            report.AtMost("Record: refused", recorder.Health.Refused, "records", null, 0);
        }

        Directory.Delete(folder, recursive: true);
        AppendFigure(report);
    }

    /// <summary>The journal alone: frames as long as an intervention's.</summary>
    private static void AppendFigure(FigureReport report)
    {
        const int Length = 900;
        var line = new byte[Length];
        var copy = new byte[Length];
        var appended = new List<double>();
        var copied = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
            var journal = Journal.Open(new JournalOptions { Folder = folder });
            appended.Add(Measure(() => journal.TryAppend(new JournalEntry { Tenant = "acme"u8, Line = line })).Microseconds);
            copied.Add(Measure(() => line.CopyTo(copy, 0)).Microseconds);
            _ = Task.Run(async () =>
            {
                await journal.DisposeAsync();
                Directory.Delete(folder, recursive: true);
            });
        }

        report.AtMost($"journal: one append of {Length} bytes (reference: a copy of them)", Median.Of(appended), "us", Median.Of(copied), null);
    }

    private static Sample Measure(Action call)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var begun = ThreadClock.Microseconds;
        for (var index = 0; index < Calls; index++)
        {
            call();
        }

        return new Sample((ThreadClock.Microseconds - begun) / Calls, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Calls);
    }

    private static async Task DrainedAsync(DecisionRecorder recorder)
    {
        while (recorder.Health is not { InJournal: 0, Waiting: 0 })
        {
            await Task.Delay(5);
        }
    }

    private sealed record Sample(double Microseconds, double Bytes);
}
