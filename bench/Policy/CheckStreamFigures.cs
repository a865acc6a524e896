using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Serving;
using AiDesk.Bench.Policy.Streaming;

namespace AiDesk.Bench.Policy;

/// <summary>The same checks on one stream and as calls, from the same lean client over one connection: alternating rounds, medians.</summary>
internal static class CheckStreamFigures
{
    public const string Name = "CheckStream";

    private const int Rounds = 7;
    private const double LeastRatio = 2.5;

    public static async Task MeasureAsync(FigureReport report, TimeSpan time)
    {
        var folder = BenchPolicy.WriteToNewFolder();
        try
        {
            await using var policy = await ServerProcess.StartAsync("policy", folder);
            var loop = new LeanLoop(policy, ServiceFigures.Token(folder));

            // Until the server runs what the compiler makes of it in the end.
            for (var i = 0; i < 2; i++)
            {
                await loop.UnaryAsync(time * 2);
                await loop.StreamAsync(time * 2);
            }

            var rounds = new List<(LeanRound Stream, LeanRound Unary)>();
            for (var i = 0; i < Rounds; i++)
            {
                rounds.Add((await loop.StreamAsync(time), await loop.UnaryAsync(time)));
            }

            double Of(Func<(LeanRound Stream, LeanRound Unary), double> figure) => Median.Of(rounds.Select(figure));
            report.RatioAtLeast($"CheckStream, 100 characters: messages a second, window {LeanLoop.Window}, beside CheckInput", Of(round => round.Stream.PerSecond), "messages/s", Of(round => round.Unary.PerSecond), LeastRatio);
            report.AtMost("CheckStream, 100 characters: server CPU of a message, beside CheckInput", Of(round => round.Stream.CpuMicroseconds), "us", Of(round => round.Unary.CpuMicroseconds), null);
            report.AtMost("CheckStream, 100 characters: bytes allocated by the server for a message, beside CheckInput", Of(round => round.Stream.Bytes), "bytes", Of(round => round.Unary.Bytes), null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
