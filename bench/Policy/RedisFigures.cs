using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Load;
using AiDesk.Bench.Policy.Serving;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Bench.V1;
using AiDesk.Policy.V1;
using AiDesk.Redis.Harness;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Bench.Policy;

/// <summary>
/// CheckInput with its counters on Redis, beside an echo of the same size and beside the script alone, which is the call's own batch sent to the same server
/// from this process.
/// </summary>
internal static class RedisFigures
{
    public const string Name = "Redis";

    /// <summary>
    /// How long a call waits for Redis in these figures. They are about speed: with a decision's 50 ms a pause of the whole machine, or of a process that is
    /// compiled or collected while 64 callers keep both processors full, would be an outage, and end the figure instead of showing in it.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int Rounds = 7;
    private const double GreatestLatencyRatio = 1.25;
    private const double LeastPaceRatio = 0.55;

    public static async Task MeasureAsync(FigureReport report, TimeSpan time)
    {
        var shape = CallShapes.All[0];
        var folder = BenchPolicy.WriteToNewFolder();
        try
        {
            await using var redis = await RedisServer.StartAsync();
            await using var echo = await ServerProcess.StartAsync("echo");
            await using var policy = await ServerProcess.StartAsync("policy", folder, "redis://" + redis.Address);
            await using var bare = await BareScript.OpenAsync(redis.Address);
            using var echoChannel = GrpcChannel.ForAddress(echo.Address);
            using var policyChannel = GrpcChannel.ForAddress(policy.Address);
            var options = new CallOptions(new Metadata { { "authorization", "Bearer " + ServiceFigures.Token(folder) } });
            var echoClient = new EchoService.EchoServiceClient(echoChannel);
            var policyClient = new PolicyService.PolicyServiceClient(policyChannel);
            var twin = await EchoTwin.OfAsync(shape, policyClient, options);
            Task Ask(long sequence) => ServiceFigures.AskAsync(shape, policyClient, options, sequence);
            Task Echo(long sequence) => echoClient.EchoAsync(twin, options).ResponseAsync;
            var one = new List<(Round Policy, Round Echo, Round Script)>();
            var many = new List<(Round Policy, Round Script)>();
            var serverCpu = new List<double>();

            for (var i = -3; i < Rounds; i++)
            {
                var single = (await ClosedLoop.RunAsync(policy, Ask, time, 1), await ClosedLoop.RunAsync(echo, Echo, time, 1), await ClosedLoop.RunAsync(echo, bare.RunAsync, time, 1));
                var calls = await ClosedLoop.RunAsync(policy, Ask, time);
                var before = redis.ProcessorTime;
                var scripts = await ClosedLoop.RunAsync(echo, bare.RunAsync, time);
                if (i >= 0)
                {
                    one.Add(single);
                    many.Add((calls, scripts));
                    serverCpu.Add((redis.ProcessorTime - before).TotalMicroseconds / (scripts.CallsPerSecond * time.TotalSeconds));
                }
            }

            report.RatioAtMost($"{shape.Name}, on Redis: p50, one in flight, beside echo and script", Median.Of(one.Select(round => round.Policy.P50Microseconds)), "us",
                Median.Of(one.Select(round => round.Echo.P50Microseconds + round.Script.P50Microseconds)), GreatestLatencyRatio);
            report.AtMost($"{shape.Name}, on Redis: p50 of its script alone, one in flight, beside echo", Median.Of(one.Select(round => round.Script.P50Microseconds)), "us",
                Median.Of(one.Select(round => round.Echo.P50Microseconds)), null);
            report.RatioAtLeast($"{shape.Name}, on Redis: calls a second, {ClosedLoop.InFlight} in flight, beside the script alone", Median.Of(many.Select(round => round.Policy.CallsPerSecond)), "calls/s",
                Median.Of(many.Select(round => round.Script.CallsPerSecond)), LeastPaceRatio);
            report.AtMost($"{shape.Name}, on Redis: Redis CPU per script, {ClosedLoop.InFlight} in flight", Median.Of(serverCpu), "us", null, null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
