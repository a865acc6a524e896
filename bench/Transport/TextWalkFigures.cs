using System.Buffers;
using System.Diagnostics;
using AiDesk.Bench.Contract;
using AiDesk.Bench.Figures;
using Google.Protobuf;
using Grpc.Text;

namespace AiDesk.Bench.Transport;

/// <summary>What the UTF-8 check of request text costs beside the parse that follows it.</summary>
internal static class TextWalkFigures
{
    public static void Measure(FigureReport report, int rounds)
    {
        foreach (var (name, text) in new[]
        {
            ("ASCII 100 characters", new string('a', 100)),
            ("mixed script 100 characters", string.Concat(Enumerable.Repeat("año 你好 ", 20))[..100]),
            ("mixed script 2,000 characters", string.Concat(Enumerable.Repeat("año 你好 ", 250))),
        })
        {
            var payload = new ReadOnlySequence<byte>(new EchoMessage { Text = text }.ToByteArray());
            var check = TextCheck.For<EchoMessage>()!;
            var comparison = Rounds.Alternate(
                rounds,
                () => Nanoseconds(() => check.Check(payload)),
                () => Nanoseconds(() => EchoMessage.Parser.ParseFrom(payload)));
            report.Context($"UTF-8 walk, {name}, beside the parse", comparison.Measured, "ns", comparison.Reference, comparison.Ratio);
        }
    }

    private static double Nanoseconds(Action action)
    {
        const int times = 50_000;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            action();
        }

        return watch.Elapsed.TotalNanoseconds / times;
    }
}
