using System.Globalization;
using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output.Streaming;
using AiDesk.Policy.Policies;

namespace AiDesk.Bench.Policy.Engine;

/// <summary>A reply that comes in chunks of 20 characters, judged and released as it comes, beside one look at the whole.</summary>
internal static class StreamFigures
{
    private const int Chunk = 20;

    public static void Measure(FigureReport report)
    {
        var snapshot = EngineCalls.Compile(BenchPolicy.Document()) with { Output = new OutputRules { Stream = StreamRule.Sentence } };
        foreach (var characters in new[] { 2_000, 8_000 })
        {
            var text = SampleText.Of(SampleText.Ascii, characters, 1);
            var work = new Evaluation();
            var sample = InProcess.Compare(() => Stream(snapshot, text, work), () => Judge(snapshot, text, work));
            var name = $"Reply of {characters.ToString("N0", CultureInfo.InvariantCulture)} characters in a stream, beside the whole";
            report.RatioAtMost(name, sample.Microseconds, "us", sample.ReferenceMicroseconds, 30);
            report.AtLeast($"{name}: characters a microsecond", characters / sample.Microseconds, "chars/us", characters / sample.ReferenceMicroseconds, 1);
        }
    }

    private static void Stream(PolicySnapshot snapshot, string text, Evaluation work)
    {
        var stream = new ReplyStream(snapshot);
        for (var at = 0; at < text.Length; at += Chunk)
        {
            stream.TryAppend(text.AsSpan(at, Math.Min(Chunk, text.Length - at)));
            while (stream.TryNext(out var window))
            {
                Judge(snapshot, window.Text, work);
                stream.Judge(work);
            }
        }

        Judge(snapshot, text, work);
        stream.Finish(work);
    }

    private static void Judge(PolicySnapshot snapshot, string text, Evaluation work)
    {
        work.Clear();
        var check = new OutputCheck { Context = EngineCalls.Context, Text = text };
        AiDesk.Policy.PolicyEngine.InspectOutput(snapshot, check, work);
        for (var i = 0; i < work.Counters.Count; i++)
        {
            work.Counters.Readings[i].State = CounterState.Ok;
        }

        work.Counters.Readings.Members.Reserve(work.Counters.Members.Count);
        AiDesk.Policy.PolicyEngine.DecideOutput(snapshot, check, work);
    }
}
