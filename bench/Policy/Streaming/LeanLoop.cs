using System.Diagnostics;
using AiDesk.Bench.Policy.Serving;
using AiDesk.Policy.V1;

namespace AiDesk.Bench.Policy.Streaming;

/// <summary>What one round showed.</summary>
/// <param name="PerSecond">Checks answered in a second.</param>
/// <param name="CpuMicroseconds">Processor time of the server process for one.</param>
/// <param name="Bytes">That the server process allocated for one.</param>
internal readonly record struct LeanRound(double PerSecond, double CpuMicroseconds, double Bytes);

/// <summary>Closed loops over one connection from one thread: as many checks under way at any time as the window says, as calls or on one stream.</summary>
internal sealed class LeanLoop(ServerProcess server, string bearer)
{
    public const int Window = 64;

    /// <summary>One in so many answers is read: the measurement means nothing when they are not ALLOW.</summary>
    private const int Sample = 512;

    private const string Service = "/aidesk.policy.v1.PolicyService/";

    private long _sequence;
    private long _answered;

    public Task<LeanRound> UnaryAsync(TimeSpan time) => RunAsync(time, "CheckInput", bytes => CheckInputResponse.Parser.ParseFrom(bytes).Decision, (connection, end) =>
    {
        var question = FramedQuestion.Unary();
        for (var more = Window; Stopwatch.GetTimestamp() < end; more = connection.Receive())
        {
            for (var i = 0; i < more; i++)
            {
                connection.Data(connection.Open(), question.Of(++_sequence), end: true);
            }

            connection.Send();
        }
    });

    public Task<LeanRound> StreamAsync(TimeSpan time) => RunAsync(time, "CheckStream", bytes => CheckStreamResponse.Parser.ParseFrom(bytes).CheckInput?.Decision, (connection, end) =>
    {
        var question = FramedQuestion.OfStream();
        var batch = new byte[question.Of(0).Length * Window];
        var stream = connection.Open();
        for (var more = Window; Stopwatch.GetTimestamp() < end;)
        {
            var length = 0;
            for (var i = 0; i < more; i++)
            {
                var frame = question.Of(++_sequence);
                frame.CopyTo(batch.AsSpan(length));
                length += frame.Length;
                if (length + frame.Length > 16 * 1024)
                {
                    // The largest frame that every server takes.
                    connection.Data(stream, batch.AsSpan(0, length), end: false);
                    length = 0;
                }
            }

            if (length > 0)
            {
                connection.Data(stream, batch.AsSpan(0, length), end: false);
            }

            connection.Send();
            var before = _answered;
            connection.Receive();
            more = (int)(_answered - before);
        }
    });

    private async Task<LeanRound> RunAsync(TimeSpan time, string rpc, Func<byte[], Decision?> decisionOf, Action<LeanConnection, long> load)
    {
        _answered = 0;
        var before = await server.UsageAsync();
        var begun = Stopwatch.GetTimestamp();
        using (var connection = new LeanConnection(new Uri(server.Address), Service + rpc, bearer, answer =>
        {
            if (_answered++ % Sample == 0 && decisionOf(answer.ToArray()) is not { Verdict: Verdict.Allow })
            {
                throw new InvalidOperationException($"{rpc} was not answered ALLOW: nothing to compare.");
            }
        }))
        {
            load(connection, begun + (long)(time.TotalSeconds * Stopwatch.Frequency));
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var after = await server.UsageAsync();
        return new LeanRound(_answered / seconds, (after.CpuMicroseconds - before.CpuMicroseconds) / _answered, (double)(after.AllocatedBytes - before.AllocatedBytes) / _answered);
    }
}
