using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Load;
using AiDesk.Bench.Policy.Serving;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Bench.V1;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Bench.Policy;

/// <summary>Each kind of check against an echo with the same header and message sizes: alternating rounds, medians.</summary>
internal static class ServiceFigures
{
    private const int Rounds = 7;
    private const double LeastPaceRatio = 0.65;
    private const double GreatestP99Ratio = 2;

    public static async Task MeasureAsync(FigureReport report, TimeSpan round, string only)
    {
        var folder = BenchPolicy.WriteToNewFolder();
        try
        {
            await using var echo = await ServerProcess.StartAsync("echo");
            await using var policy = await ServerProcess.StartAsync("policy", folder);
            using var echoChannel = GrpcChannel.ForAddress(echo.Address);
            using var policyChannel = GrpcChannel.ForAddress(policy.Address);
            var options = new CallOptions(new Metadata { { "authorization", "Bearer " + Token(folder) } });
            var echoClient = new EchoService.EchoServiceClient(echoChannel);
            var policyClient = new PolicyService.PolicyServiceClient(policyChannel);
            var pairs = new List<Pair>();
            foreach (var shape in CallShapes.All.Where(shape => shape.Name.Contains(only, StringComparison.Ordinal)))
            {
                var twin = await EchoTwin.OfAsync(shape, policyClient, options);
                pairs.Add(new Pair(shape, sequence => AskAsync(shape, policyClient, options, sequence), _ => echoClient.EchoAsync(twin, options).ResponseAsync));
            }

            // Until both servers run what the compiler makes of them in the end: it recompiles what it has seen run, and it needs time beside the load.
            foreach (var pair in pairs.Concat(pairs))
            {
                await ClosedLoop.RunAsync(policy, pair.Ask, round * 2);
                await ClosedLoop.RunAsync(echo, pair.Echo, round * 2);
            }

            foreach (var pair in pairs)
            {
                await CompareAsync(report, pair, round, policy, echo);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(FigureReport report, Pair pair, TimeSpan time, ServerProcess policy, ServerProcess echo)
    {
        var shape = pair.Shape;
        var rounds = new List<(Round Policy, Round Echo)>();
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add((await ClosedLoop.RunAsync(policy, pair.Ask, time), await ClosedLoop.RunAsync(echo, pair.Echo, time)));
        }

        double Of(Func<(Round Policy, Round Echo), double> figure) => Median.Of(rounds.Select(figure));
        report.AtMost($"{shape.Name}: server CPU added to a call", Of(round => round.Policy.CpuMicrosecondsPerCall - round.Echo.CpuMicrosecondsPerCall), "us",
            Of(round => round.Echo.CpuMicrosecondsPerCall), shape.AddedMicroseconds);
        report.RatioAtLeast($"{shape.Name}: calls a second, {ClosedLoop.InFlight} in flight", Of(round => round.Policy.CallsPerSecond), "calls/s",
            Of(round => round.Echo.CallsPerSecond), LeastPaceRatio);
        report.RatioAtMost($"{shape.Name}: p99, {ClosedLoop.InFlight} in flight", Of(round => round.Policy.P99Microseconds), "us",
            Of(round => round.Echo.P99Microseconds), GreatestP99Ratio);
        report.AtMost($"{shape.Name}: bytes allocated by the server for a call", Of(round => round.Policy.BytesPerCall), "bytes",
            Of(round => round.Echo.BytesPerCall), null);
    }

    public static async Task AskAsync(CallShape shape, PolicyService.PolicyServiceClient client, CallOptions options, long sequence)
    {
        var (decision, _) = await shape.AskAsync(client, shape.Request(sequence), options).ConfigureAwait(false);
        if (decision.Verdict != Verdict.Allow)
        {
            throw new InvalidOperationException($"{shape.Name} was answered {decision.Verdict} {decision.Reason}: nothing to compare.");
        }
    }

    /// <summary>A call of a shape, and the echo that it stands beside.</summary>
    private sealed record Pair(CallShape Shape, Func<long, Task> Ask, Func<long, Task> Echo);

    public static string Token(string folder)
    {
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(BenchPolicy.StateOf(folder)));
        return new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = BenchPolicy.Tenant, Roles = PrincipalRoles.Service });
    }
}
