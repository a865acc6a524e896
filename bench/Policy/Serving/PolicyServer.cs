using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Configuration;

namespace AiDesk.Bench.Policy.Serving;

/// <summary>The policy service as it is shipped, with counters in memory or on Redis, and records on disk.</summary>
internal sealed class PolicyServer : IServed
{
    private readonly RunningPolicyService _service;

    private PolicyServer(RunningPolicyService service) => _service = service;

    public string Address => _service.GrpcAddress.OriginalString;

    /// <param name="folder">Holds the policies and takes the state.</param>
    /// <param name="redis">URL of the Redis that keeps the counters; null for counters in memory.</param>
    public static async Task<PolicyServer> StartAsync(string folder, string? redis = null) => new(await PolicyServiceHost.StartAsync(
        new PolicyServiceOptions
        {
            Development = true,
            GrpcAddress = "127.0.0.1:0",
            HttpAddress = "127.0.0.1:0",
            PolicyDirectory = BenchPolicy.PoliciesOf(folder),
            StateDirectory = BenchPolicy.StateOf(folder),
            Redis = redis is null ? null : RedisUrl.Parse(redis, out _)! with { CommandDeadline = RedisFigures.Patience },
        },
        CancellationToken.None));

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
