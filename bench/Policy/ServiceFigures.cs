using AiDesk.Bench.Policy.Figures;
using AiDesk.Bench.Policy.Load;
using AiDesk.Bench.Policy.Serving;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Bench.V1;
using AiDesk.Policy.Service.Security;
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

    public static async Task MeasureAsync(FigureReport report, TimeSpan round)
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
            foreach (var shape in CallShapes.All)
            {
                var twin = await EchoTwin.OfAsync(shape, policyClient, options);
                await CompareAsync(
                    report, shape, round,
                    (policy, sequence => AskAsync(shape, policyClient, options, sequence)),
                    (echo, _ => echoClient.EchoAsync(twin, options).ResponseAsync));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(
        FigureReport report, CallShape shape, TimeSpan round, (ServerProcess Server, Func<long, Task> Call) policy, (ServerProcess Server, Func<long, Task> Call) echo)
    {
        // Until both servers run what the compiler makes of them in the end.
        for (var i = 0; i < 3; i++)
        {
            await ClosedLoop.RunAsync(policy.Server, policy.Call, round);
            await ClosedLoop.RunAsync(echo.Server, echo.Call, round);
        }

        var pairs = new List<(Round Policy, Round Echo)>();
        for (var i = 0; i < Rounds; i++)
        {
            pairs.Add((await ClosedLoop.RunAsync(policy.Server, policy.Call, round), await ClosedLoop.RunAsync(echo.Server, echo.Call, round)));
        }

        double Of(Func<(Round Policy, Round Echo), double> figure) => Median.Of(pairs.Select(figure));
        report.AtMost($"{shape.Name}: server CPU added to a call", Of(pair => pair.Policy.CpuMicrosecondsPerCall - pair.Echo.CpuMicrosecondsPerCall), "us",
            Of(pair => pair.Echo.CpuMicrosecondsPerCall), shape.AddedMicroseconds);
        report.RatioAtLeast($"{shape.Name}: calls a second, {ClosedLoop.InFlight} in flight", Of(pair => pair.Policy.CallsPerSecond), "calls/s",
            Of(pair => pair.Echo.CallsPerSecond), LeastPaceRatio);
        report.RatioAtMost($"{shape.Name}: p99, {ClosedLoop.InFlight} in flight", Of(pair => pair.Policy.P99Microseconds), "us",
            Of(pair => pair.Echo.P99Microseconds), GreatestP99Ratio);
        report.AtMost($"{shape.Name}: bytes allocated by the server for a call", Of(pair => pair.Policy.BytesPerCall), "bytes",
            Of(pair => pair.Echo.BytesPerCall), null);
    }

    private static async Task AskAsync(CallShape shape, PolicyService.PolicyServiceClient client, CallOptions options, long sequence)
    {
        var (decision, _) = await shape.AskAsync(client, shape.Request(sequence), options).ConfigureAwait(false);
        if (decision.Verdict != Verdict.Allow)
        {
            throw new InvalidOperationException($"{shape.Name} was answered {decision.Verdict} {decision.Reason}: nothing to compare.");
        }
    }

    private static string Token(string folder)
    {
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(BenchPolicy.StateOf(folder)));
        return new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = BenchPolicy.Tenant, Roles = PrincipalRoles.Service });
    }
}
